import * as vscode from 'vscode';
import type { Sandbox } from '../services/sandbox.ts';
import { describeKind } from '../orgs/kinds.ts';
import { describeRemaining, formatCountdown } from './time-left.ts';

/** Below this, the item turns to the warning colour. */
const shortMs = 5 * 60_000;

/** Who you are in which org, and how long: always visible while logged in. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('isvDebugger.login', vscode.StatusBarAlignment.Left, 50);
  private readonly sandbox: Sandbox;
  private readonly subscription: vscode.Disposable;
  private readonly ticking: NodeJS.Timeout;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.item.name = 'ISV Debugger: Login';
    this.item.command = 'isvDebugger.sessionMenu';
    this.subscription = sandbox.onDidChange(() => this.update());
    this.ticking = setInterval(() => this.update(), 1000);
  }

  /** What the item says; for tests. */
  get text(): string {
    return this.item.text;
  }

  dispose(): void {
    clearInterval(this.ticking);
    this.subscription.dispose();
    this.item.dispose();
  }

  private update(): void {
    const { login, session } = this.sandbox;
    if (!login) {
      this.item.hide();
      return;
    }
    const now = this.sandbox.now();
    const who = `${login.user.name} @ ${login.org.alias ?? login.org.name}`;
    const idleLeft = session ? session.idleDeadline - now : Infinity;
    const totalLeft = session ? session.lifetimeDeadline - now : login.expiresAt - now;
    const isShort = Math.min(idleLeft, totalLeft) < shortMs;
    this.item.text = session
      ? `$(debug-alt) ${who} · ${formatCountdown(idleLeft)} idle · ${formatCountdown(totalLeft)} total`
      : `$(account) ${who}`;
    this.item.backgroundColor = isShort ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.tooltip = [
      `Logged in as ${login.user.name} (${login.user.userName})`,
      `${login.org.name}, ${describeKind(login.org.kind)}`,
      `Access ends in ${describeRemaining(login.expiresAt - now)}`,
      session ? 'A debugging session is active: the first time is left without activity, the second in any case.' : 'No debugging session.',
    ].join('\n');
    this.item.accessibilityInformation = { label: session ? `Debugging as ${who}, ${describeRemaining(idleLeft)} until idle end` : `Logged in as ${who}`, role: 'button' };
    this.item.show();
  }
}
