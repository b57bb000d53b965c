import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LogIn } from '../login/log-in.ts';
import { showError } from '../services/errors.ts';
import type { Log } from '../services/log.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { describeKind } from './kinds.ts';
import { documentOf, renderClosed, renderOrg, type OrgPageBody } from './org-page-html.ts';
import { readAction, type OrgPageAction } from './org-page-messages.ts';

/** The subscriber's page of the overview (T6): one panel an org. */
export class OrgPages implements vscode.Disposable {
  private readonly panels = new Map<string, OrgPanel>();
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
      panel = new OrgPanel(name, () => this.panels.delete(id), message => void this.act(id, message));
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
    if (!panel) return;
    const isLatest = panel.startUpdate();
    if (!org) return panel.show(renderClosed(panel.name));
    const details = await this.sandbox.request('org/details', { org: id });
    if (!isLatest()) return;
    const { login } = this.sandbox;
    panel.show(renderOrg({ details, kind: describeKind(org.kind), hasActiveSession: org.hasActiveSession, loggedInAs: login?.org.id === id ? login.user.userName : null, now: this.sandbox.now() }));
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

/** A page in the editor. While it is seen, a new body takes the place of the old one without loading the page again. */
class OrgPanel implements vscode.Disposable {
  readonly name: string;
  private readonly panel: vscode.WebviewPanel;
  private body: OrgPageBody | undefined;
  /** What is hidden is thrown away by the editor, and loaded again from what was set last. */
  private isLoaded = false;
  private updates = 0;

  constructor(name: string, onClosed: () => void, onMessage: (message: unknown) => void) {
    this.name = name;
    this.panel = vscode.window.createWebviewPanel('isvDebugger.org', name, vscode.ViewColumn.Active, { enableScripts: true, localResourceRoots: [] });
    this.panel.iconPath = new vscode.ThemeIcon('organization');
    this.panel.onDidDispose(onClosed);
    this.panel.webview.onDidReceiveMessage(onMessage);
    this.panel.onDidChangeViewState(() => {
      if (!this.panel.visible) this.isLoaded = false;
      else if (!this.isLoaded) this.load();
    });
  }

  /** What is asked for is told whether something newer was asked for meanwhile. */
  startUpdate(): () => boolean {
    const update = ++this.updates;
    return () => update === this.updates;
  }

  show(body: OrgPageBody): void {
    if (body === this.body) return;
    this.body = body;
    if (this.isLoaded) void this.panel.webview.postMessage({ body });
    else this.load();
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.panel.dispose();
  }

  private load(): void {
    if (this.body === undefined) return;
    this.panel.webview.html = documentOf(this.name, this.body, randomBytes(16).toString('base64'));
    this.isLoaded = this.panel.visible;
  }
}
