import * as vscode from 'vscode';
import type { Sandbox } from '../services/sandbox.ts';
import { debugType } from './types.ts';

/** An attached session waits for requests: the console says how to make one. */
export function offerRequests(sandbox: Sandbox): vscode.Disposable {
  return vscode.debug.onDidStartDebugSession(session => {
    if (session.type !== debugType || session.configuration.request !== 'attach') return;
    const { login } = sandbox;
    if (!login) return;
    const lines = [
      `Waiting for requests of ${login.user.name} in ${login.org.name}. Make one from the Command Palette:`,
      '  ISV Debugger: Send Request…            an HTTP request to the org',
      '  ISV Debugger: Execute Anonymous Apex   a file, a selection or a line',
      '  ISV Debugger: Run Test…                tests of the package',
      `or from elsewhere, against ${login.instanceUrl}.`,
    ];
    vscode.debug.activeDebugConsole.appendLine(lines.join('\n'));
  });
}
