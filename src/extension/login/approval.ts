import * as vscode from 'vscode';
import type { Sandbox } from '../services/sandbox.ts';

/** Shows that a login waits for the subscriber (T8), with Cancel; silent where nobody has to approve. */
export async function whileWaiting<T>(sandbox: Sandbox, login: Promise<T>): Promise<T> {
  let close: (() => void) | undefined;
  const listening = sandbox.onDidChangeApproval(approval => {
    if (approval.state !== 'pending' || close) return close?.();
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title: `Waiting until ${approval.org.name} approves your login as ${approval.user.name}` },
      (_progress, token) => {
        token.onCancellationRequested(() => void sandbox.request('approval/cancel', { id: approval.id }).catch(() => undefined));
        return new Promise<void>(resolve => { close = resolve; });
      },
    );
  });
  try {
    return await login;
  } finally {
    listening.dispose();
    close?.();
  }
}
