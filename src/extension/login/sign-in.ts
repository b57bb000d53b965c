import * as vscode from 'vscode';
import type { DeveloperInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';
import type { DeveloperTokens } from './tokens.ts';

export const authenticationProviderId = 'isvDebugger';

/** Signs engineers in to the License Management Org, and shows them in the Accounts menu. */
export class SignIn implements vscode.AuthenticationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.changed.event;
  private readonly sandbox: Sandbox;
  private readonly tokens: DeveloperTokens;
  private readonly registration: vscode.Disposable;
  private shown: vscode.AuthenticationSession | undefined;

  constructor(sandbox: Sandbox, tokens: DeveloperTokens) {
    this.sandbox = sandbox;
    this.tokens = tokens;
    this.registration = vscode.authentication.registerAuthenticationProvider(authenticationProviderId, 'ISV Debugger', this);
    sandbox.onDidChange(() => this.announce());
  }

  /** The developer who is signed in; asks who that is when nobody is. Only for what a person started. */
  async ensureDeveloper(): Promise<void> {
    await this.sandbox.start();
    if (this.sandbox.state === 'notSignedIn') await this.signIn();
  }

  /** Asks who one is, unless only one engineer exists or the tour takes the first who may debug. */
  async signIn(choice: 'ask' | 'first who may debug' = 'ask'): Promise<DeveloperInfo> {
    const world = await this.startedWorld();
    const { developers } = await this.sandbox.request('developer/list', {});
    const chosen = (choice === 'ask' ? undefined : developers.find(mayDebug)) ?? (await chooseDeveloper(developers));
    const { developer, token } = await this.sandbox.request('developer/signIn', { userName: chosen.userName });
    await this.tokens.set(world, token);
    await this.sandbox.setDeveloper(developer);
    vscode.window.setStatusBarMessage(`Signed in as ${developer.name}`, 5000);
    return developer;
  }

  async signOut(): Promise<void> {
    const world = await this.startedWorld();
    await this.tokens.delete(world);
    await this.sandbox.request('developer/signOut', {});
    await this.sandbox.setDeveloper(null);
  }

  getSessions(): Promise<vscode.AuthenticationSession[]> {
    return Promise.resolve(this.shown ? [this.shown] : []);
  }

  async createSession(): Promise<vscode.AuthenticationSession> {
    return toSession(await this.signIn());
  }

  async removeSession(): Promise<void> {
    await this.signOut();
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private async startedWorld(): Promise<NonNullable<Sandbox['world']>> {
    await this.sandbox.start();
    if (!this.sandbox.world) throw new Error('This window has no world to sign in to.');
    return this.sandbox.world;
  }

  private announce(): void {
    const developer = this.sandbox.developer;
    if (this.shown?.id === developer?.userName) return;
    const removed = this.shown ? [this.shown] : [];
    this.shown = developer ? toSession(developer) : undefined;
    this.changed.fire({ added: this.shown ? [this.shown] : [], removed, changed: [] });
  }
}

/** Other extensions that ask for a session learn who is signed in, not the token. */
function toSession(developer: DeveloperInfo): vscode.AuthenticationSession {
  return { id: developer.userName, accessToken: '', account: { id: developer.userName, label: developer.name }, scopes: [] };
}

async function chooseDeveloper(developers: readonly DeveloperInfo[]): Promise<DeveloperInfo> {
  const only = developers.length === 1 ? developers[0] : undefined;
  if (only) return only;
  const items = developers.map(developer => ({
    label: developer.name,
    description: developer.userName,
    detail: describePermissions(developer.permissions),
    developer,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Sign In to the License Management Org', placeHolder: 'Which engineer are you?', matchOnDescription: true });
  if (!chosen) throw new vscode.CancellationError();
  return chosen.developer;
}

function mayDebug(developer: DeveloperInfo): boolean {
  return ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex'].every(permission => developer.permissions.includes(permission));
}

const permissionLabels: Readonly<Record<string, string>> = {
  LogInToSubscriberOrganization: 'Log in to Subscriber Organization',
  ViewAndDebugManagedApex: 'View and Debug Managed Apex',
  ModifyAllData: 'Modify All Data',
};

function describePermissions(permissions: readonly string[]): string {
  return permissions.length === 0 ? 'No debugging permissions' : permissions.map(name => permissionLabels[name] ?? name).join(' · ');
}
