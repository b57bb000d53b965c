import * as vscode from 'vscode';
import type { HubNotifications } from '../../protocol/rpc.ts';
import type { LogIn } from '../login/log-in.ts';
import type { Log } from '../services/log.ts';
import { showError } from '../services/errors.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { attachConfiguration } from '../debug/active-target.ts';
import { debugType } from '../debug/types.ts';
import { CLOSE, endMessage, RENEW, REPORT } from './end-message.ts';

/** The life of a debugging session as a person steers it: its menu, its warnings, its end and renewal. */
export class Sessions implements vscode.Disposable {
  private readonly sandbox: Sandbox;
  private readonly logIn: LogIn;
  private readonly log: Log;
  private readonly subscriptions: vscode.Disposable[];
  private last: { folder: vscode.WorkspaceFolder | undefined; configuration: vscode.DebugConfiguration } | undefined;

  constructor(sandbox: Sandbox, logIn: LogIn, log: Log) {
    this.sandbox = sandbox;
    this.logIn = logIn;
    this.log = log;
    this.subscriptions = [
      sandbox.onDidWarn(warning => void this.warn(warning)),
      sandbox.onDidEndSession(ended => void this.explainEnd(ended)),
      sandbox.onDidWarnOfAccess(({ message }) => void vscode.window.showWarningMessage(message)),
      // Where a session ends with it, its end says the same and offers more.
      sandbox.onDidEndLogin(({ reason, endsSession }) => (endsSession ? undefined : void vscode.window.showWarningMessage(reason))),
      vscode.debug.onDidStartDebugSession(session => {
        if (session.type === debugType) this.last = { folder: session.workspaceFolder, configuration: session.configuration };
      }),
    ];
  }

  async showMenu(): Promise<void> {
    const { login, session } = this.sandbox;
    const entries = [
      ...(login ? [entry('$(arrow-left) Return to Subscriber Overview', session ? 'ends the debugging session' : '', 'isvDebugger.returnToOverview')] : []),
      ...(session || this.last ? [entry('$(refresh) Renew Session', 'logs in and debugs again, with the same filters and breakpoints', 'isvDebugger.renewSession')] : []),
      ...(session ? [entry('$(debug-stop) End Session', 'held requests run to their end', 'isvDebugger.endSession')] : []),
      ...(login ? [entry('$(organization) Open Org', login.org.name, 'isvDebugger.openOrg')] : []),
      ...(login ? [entry('$(history) Re-run Last Request', 'shows what changed', 'isvDebugger.runAgain'), entry('$(git-compare) Run Last Request on Workspace Version', 'in copies of the org', 'isvDebugger.runOnWorkspaceVersion')] : []),
      ...(login && !session ? [entry('$(debug-alt) Debug…', '', 'isvDebugger.debug')] : []),
      entry('$(account) Log In As…', '', 'isvDebugger.logInAs'),
    ];
    const chosen = await vscode.window.showQuickPick(entries, { title: login ? `${login.user.name} @ ${login.org.name}` : 'ISV Debugger' });
    if (chosen) await vscode.commands.executeCommand(chosen.command);
  }

  /** D11: an explicit stop releases held threads. */
  async end(): Promise<void> {
    const active = vscode.debug.activeDebugSession;
    if (active?.type === debugType) {
      await vscode.debug.stopDebugging(active);
      return;
    }
    const session = this.sandbox.session;
    if (!session) throw new Error('No debugging session of yours is active.');
    await this.sandbox.request('session/end', { sessionId: session.id });
  }

  /** D14 as one command: logs in as the same user and starts again; the editor keeps the breakpoints. */
  async renew(): Promise<void> {
    const { login } = this.sandbox;
    if (!this.last && !login) throw new Error('There is no session to renew yet. Start one with F5.');
    const attached = { ...attachConfiguration(), ...(login ? { org: login.org.id, user: login.user.userName } : {}) };
    const { folder, configuration } = this.last ?? { folder: vscode.workspace.workspaceFolders?.[0], configuration: attached };
    const active = vscode.debug.activeDebugSession;
    if (active?.type === debugType) await vscode.debug.stopDebugging(active);
    const { org, user } = configuration as { org?: string; user?: string };
    await this.logIn.ensureLogin({ ...(org ? { org } : {}), ...(user ? { user } : {}) });
    await vscode.debug.startDebugging(folder, configuration);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async warn(warning: HubNotifications['session/warning']): Promise<void> {
    const keep = 'Keep Session';
    const offers = warning.cause === 'idle' ? [keep] : [];
    if ((await vscode.window.showWarningMessage(warning.message, ...offers)) !== keep) return;
    await this.sandbox.request('session/activity', { sessionId: warning.session.id }).catch((error: unknown) => showError(error, this.log));
  }

  private async explainEnd(ended: HubNotifications['session/ended']): Promise<void> {
    const { login, orgs } = this.sandbox;
    const { id } = ended.session.org;
    const told = endMessage(ended, login?.org.id === id ? login.org.kind : orgs.find(org => org.id === id)?.kind);
    if (!told) return;
    const chosen = await (told.isWarning ? vscode.window.showWarningMessage(told.text, ...told.offers) : vscode.window.showInformationMessage(told.text, ...told.offers));
    if (chosen === RENEW) await this.renew().catch((error: unknown) => showError(error, this.log));
    else if (chosen === REPORT) await vscode.commands.executeCommand('isvDebugger.showReport', ended.session.id);
    else if (chosen === CLOSE) await vscode.commands.executeCommand('isvDebugger.closeSubscriberDocuments');
  }
}

function entry(label: string, description: string, command: string): vscode.QuickPickItem & { command: string } {
  return { label, description, command };
}
