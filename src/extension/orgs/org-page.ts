import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LogIn } from '../login/log-in.ts';
import { showError } from '../services/errors.ts';
import type { Log } from '../services/log.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { describeKind } from './kinds.ts';
import { renderOrgPage } from './org-page-html.ts';
import { readAction, type OrgPageAction } from './org-page-messages.ts';

/** The subscriber's page of the overview (T6): one panel an org. */
export class OrgPages implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  private readonly sandbox: Sandbox;
  private readonly logIn: LogIn;
  private readonly log: Log;
  private readonly subscription: vscode.Disposable;

  constructor(sandbox: Sandbox, logIn: LogIn, log: Log) {
    this.sandbox = sandbox;
    this.logIn = logIn;
    this.log = log;
    this.subscription = sandbox.onDidChange(() => {
      for (const id of this.panels.keys()) this.update(id).catch((error: unknown) => log.warn(`the page of ${id} could not be brought up to date: ${String(error)}`));
    });
  }

  async open({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    let panel = this.panels.get(id);
    if (!panel) {
      panel = vscode.window.createWebviewPanel('isvDebugger.org', name, vscode.ViewColumn.Active, { enableScripts: true, localResourceRoots: [] });
      panel.iconPath = new vscode.ThemeIcon('organization');
      panel.onDidDispose(() => this.panels.delete(id));
      panel.webview.onDidReceiveMessage((message: unknown) => void this.act(id, message));
      this.panels.set(id, panel);
    }
    await this.update(id);
    panel.reveal();
  }

  dispose(): void {
    this.subscription.dispose();
    for (const panel of this.panels.values()) panel.dispose();
  }

  private async update(id: string): Promise<void> {
    const org = this.sandbox.orgs.find(candidate => candidate.id === id);
    const panel = this.panels.get(id);
    if (!org || !panel) return;
    const details = await this.sandbox.request('org/details', { org: id });
    const { login } = this.sandbox;
    panel.webview.html = renderOrgPage({
      details, kind: describeKind(org.kind), hasActiveSession: org.hasActiveSession, loggedInAs: login?.org.id === id ? login.user.userName : null,
      now: this.sandbox.now(), nonce: randomBytes(16).toString('base64'),
    });
  }

  private async act(id: string, message: unknown): Promise<void> {
    const action = readAction(message);
    try {
      if (!action) throw new Error('What was entered is not valid. Seats and numbers are whole numbers, dates are as 2026-01-31.');
      await this.perform(id, action);
      await this.update(id);
    } catch (error) {
      void showError(error, this.log);
    }
  }

  private async perform(org: string, action: OrgPageAction): Promise<void> {
    switch (action.action) {
      case 'login': await this.logIn.logInAs({ org, user: action.user, reason: 'ask' }); break;
      case 'return': await this.logIn.returnToOverview(); break;
      case 'license': {
        const { namespace, status, seats, expiresAt } = action;
        await this.sandbox.request('license/set', { org, namespace, change: { status, seats, expiresAt } });
        vscode.window.setStatusBarMessage(`The license of ${namespace} is saved`, 4000);
        break;
      }
      case 'feature': {
        const { namespace, name, value } = action;
        await this.sandbox.request('feature/set', { org, namespace, name, value });
        vscode.window.setStatusBarMessage(`${name} is saved`, 4000);
        break;
      }
    }
  }
}
