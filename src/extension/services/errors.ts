import * as vscode from 'vscode';
import { WireError } from '../../protocol/errors.ts';
import type { Log } from './log.ts';

/** Shows why a command failed. Each error says what to do; those meant for the log get a short message. */
export async function showError(error: unknown, log: Log): Promise<void> {
  if (error instanceof vscode.CancellationError) return;
  const message = error instanceof Error ? error.message : String(error);
  log.error(error instanceof Error && error.stack && !(error instanceof WireError) ? error.stack : message);
  // A process's last words may follow in later lines; they are in the log.
  const text = error instanceof WireError && error.data.audience === 'log' ? 'The sandbox had an internal error.' : (message.split('\n')[0] ?? message);
  const showLog = 'Show Log';
  if ((await vscode.window.showErrorMessage(text, showLog)) === showLog) log.show();
}
