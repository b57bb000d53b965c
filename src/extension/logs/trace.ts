import type * as vscode from 'vscode';
import type { IsvConfiguration } from '../debug/types.ts';
import type { Log } from '../services/log.ts';

/** With `"trace": true`, every message between editor and adapter goes to the output channel, secrets removed. */
export class TraceFactory implements vscode.DebugAdapterTrackerFactory {
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    const { log } = this;
    const isTracing = (session.configuration as IsvConfiguration).trace === true;
    const problems: vscode.DebugAdapterTracker = {
      onError: error => log.error(`debug adapter: ${error.message}`),
      onExit: (code, signal) => log.info(`debug adapter ended with ${code ?? signal ?? 'no code'}`),
    };
    if (!isTracing) return problems;
    return {
      ...problems,
      onWillReceiveMessage: message => log.info(`dap → ${JSON.stringify(message)}`),
      onDidSendMessage: message => log.info(`dap ← ${JSON.stringify(message)}`),
    };
  }
}
