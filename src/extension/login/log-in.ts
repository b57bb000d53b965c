import * as vscode from 'vscode';
import { WireError } from '../../protocol/errors.ts';
import type { GrantInfo, LoginInfo, OrgInfo } from '../../protocol/rpc.ts';
import { describeKind, orgIcon } from '../orgs/kinds.ts';
import { Problems } from '../services/problems.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { readSettings } from '../services/settings.ts';
import { describeRemaining } from '../session/time-left.ts';
import { whileWaiting } from './approval.ts';
import { askReason } from './case.ts';
import type { LoginReason } from './reason.ts';
import type { SignIn } from './sign-in.ts';

/** What a login is wanted for; missing parts are asked for. */
export interface LoginWish {
  /** Name, alias or id. */
  readonly org?: string;
  readonly user?: string;
  /** For a sandbox made from the project: the projects it depends on, and data to import. */
  readonly with?: readonly string[];
  readonly data?: readonly string[];
  /** Why; `ask` asks a person. */
  readonly reason?: LoginReason | 'ask';
}

/** LoginAs: becomes one of a subscriber's users. */
export class LogIn {
  private readonly sandbox: Sandbox;
  private readonly signIn: SignIn;
  private readonly problems: Problems;
  /** Support works on one case for a while. */
  private lastReason = '';

  constructor(sandbox: Sandbox, signIn: SignIn, problems: Problems) {
    this.sandbox = sandbox;
    this.signIn = signIn;
    this.problems = problems;
  }

  /** Logs in, asking for org and user where there is a choice. */
  async logInAs(wish: LoginWish = {}): Promise<LoginInfo> {
    await this.signIn.ensureDeveloper();
    const target = wish.org === undefined ? await this.choose() : wish.user === undefined ? await this.chooseUser(wish.org) : { org: wish.org, user: wish.user };
    const login = await this.begin(target, wish.reason ?? {});
    this.sandbox.setLogin(login);
    await this.sandbox.refresh();
    return login;
  }

  /** The login that a run or a debug session uses: the current one if it fits, else a new one. */
  async ensureLogin(wish: LoginWish = {}): Promise<LoginInfo> {
    await this.signIn.ensureDeveloper();
    const current = this.sandbox.login;
    if (current && fits(current, wish)) return current;
    if (this.sandbox.world && !this.sandbox.world.worldFile && !this.sandbox.world.server && wish.org === undefined) return this.openProject({ ...(wish.with ? { with: wish.with } : {}), ...(wish.data ? { data: wish.data } : {}) });
    return this.logInAs(wish);
  }

  /** The sandbox made from the workspace's projects. What doesn't compile is listed in Problems. */
  async openProject(options: { with?: readonly string[]; data?: readonly string[]; reset?: boolean }): Promise<LoginInfo> {
    const projects = this.sandbox.world?.projects ?? [];
    if (projects.length === 0) throw new Error('This workspace has no sfdx-project.json in a folder\'s root. Open the folder of an SFDX project.');
    const { login, check } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Preparing the sandbox of this project' },
      () => this.sandbox.request('org/openProject', { projects, ...options }),
    );
    this.problems.showCheck(check);
    vscode.window.setStatusBarMessage(Problems.summary(check), 8000);
    this.sandbox.setLogin(login);
    await this.sandbox.refresh();
    return login;
  }

  /** Return to Subscriber Overview: ends the session too (D13). */
  async returnToOverview(): Promise<void> {
    await this.sandbox.request('login/end', {});
    this.sandbox.setLogin(null);
    await this.sandbox.refresh();
  }

  /** A world may demand a case for every login: then it is asked for whoever wanted the login. */
  private async begin(target: { org: string; user?: string }, reason: LoginReason | 'ask', isDemanded = false): Promise<LoginInfo> {
    const why = reason !== 'ask' ? reason : isDemanded || readSettings().asksForCase ? await this.ask(target) : {};
    try {
      return await whileWaiting(this.sandbox, this.sandbox.request('login/start', { ...target, ...why }));
    } catch (error) {
      if (!(error instanceof WireError) || error.data.id !== 'caseRequired' || isDemanded) throw error;
      return this.begin(target, 'ask', true);
    }
  }

  private async ask(target: { org: string; user?: string }): Promise<LoginReason> {
    const org = this.sandbox.orgs.find(candidate => isCalled(candidate, target.org));
    const user = org?.grants.find(grant => grant.user.userName === target.user)?.user ?? org?.grants[0]?.user;
    const { text, reason } = await askReason(user && org ? `${user.name} @ ${org.name}` : target.org, this.lastReason);
    this.lastReason = text;
    return reason;
  }

  private async choose(): Promise<{ org: string; user: string }> {
    const items = this.sandbox.orgs.flatMap(org => org.grants.map(grant => this.toItem(org, grant)));
    if (items.length === 0) throw new Error('No subscriber grants you Login Access now. A user of theirs grants it in their settings.');
    const chosen = await vscode.window.showQuickPick(items, { title: 'Log In As…', placeHolder: 'A user who granted you access', matchOnDescription: true, matchOnDetail: true });
    if (!chosen) throw new vscode.CancellationError();
    return { org: chosen.org.id, user: chosen.grant.user.userName };
  }

  private async chooseUser(name: string): Promise<{ org: string; user?: string }> {
    const org = this.sandbox.orgs.find(candidate => isCalled(candidate, name));
    if (!org || org.grants.length < 2) return { org: name };
    const items = org.grants.map(grant => this.toItem(org, grant));
    const chosen = await vscode.window.showQuickPick(items, { title: `Log In to ${org.name}`, placeHolder: 'A user who granted you access' });
    if (!chosen) throw new vscode.CancellationError();
    return { org: org.id, user: chosen.grant.user.userName };
  }

  private toItem(org: OrgInfo, grant: GrantInfo): vscode.QuickPickItem & { org: OrgInfo; grant: GrantInfo } {
    return {
      label: grant.user.name,
      description: `${org.name} · ${describeKind(org.kind)}`,
      detail: `${grant.user.userName} · ${grant.user.profile} · access for ${describeRemaining(grant.expiresAt - this.sandbox.now())}${org.notDebuggable ? ' · no debugging' : ''}`,
      iconPath: orgIcon(org.kind),
      org,
      grant,
    };
  }
}

function isCalled(org: { id: string; name: string; alias: string | null }, name: string): boolean {
  return org.id === name || org.id.slice(0, 15) === name || [org.name, org.alias].some(known => known?.toLowerCase() === name.toLowerCase());
}

function fits(login: LoginInfo, wish: LoginWish): boolean {
  const sameOrg = wish.org === undefined || isCalled(login.org, wish.org);
  const sameUser = wish.user === undefined || login.user.userName.toLowerCase() === wish.user.toLowerCase();
  return sameOrg && sameUser;
}
