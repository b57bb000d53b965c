import * as vscode from 'vscode';
import { WireError } from '../../protocol/errors.ts';
import type { DeveloperInfo, ResultOf } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { TokenNeeded } from '../services/server-connection.ts';
import type { World } from '../services/world.ts';
import { BrowserSignIn } from './browser-sign-in.ts';
import type { DeveloperTokens } from './tokens.ts';

type SignedIn = ResultOf<'developer/signIn'>;

export const authenticationProviderId = 'isvDebugger';

/** Signs engineers in to the License Management Org, and shows them in the Accounts menu. */
export class SignIn implements vscode.AuthenticationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.changed.event;
  private readonly sandbox: Sandbox;
  private readonly tokens: DeveloperTokens;
  private readonly browser = new BrowserSignIn();
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
    await this.started();
    if (this.sandbox.state === 'notSignedIn') await this.signIn();
  }

  /**
   * Asks who one is, unless only one engineer exists or the tour takes the first who may debug. Whoever needs a second
   * factor (T8) proves it in the browser.
   */
  async signIn(choice: 'ask' | 'first who may debug' | 'in the browser' = 'ask'): Promise<DeveloperInfo> {
    const world = await this.startedWorld();
    if (world.server !== null) return this.byToken(world, world.server);
    const { developer, token } = choice === 'in the browser' ? await this.inBrowser() : await this.byChoice(choice);
    await this.tokens.set(world, token);
    await this.sandbox.setDeveloper(developer);
    vscode.window.setStatusBarMessage(`Signed in as ${developer.name}`, 5000);
    return developer;
  }

  /** A team's server: who runs it gives each developer a token. */
  private async byToken(world: World, server: string): Promise<DeveloperInfo> {
    const token = await vscode.window.showInputBox({
      title: `Sign In to ${server}`, prompt: 'Your token, from who runs the server (isv-debugger auth create-token). It is kept in the editor\'s secret storage.', password: true, ignoreFocusOut: true,
      validateInput: text => (/^[\x21-\x7e]+$/.test(text.trim()) ? null : 'A token has no spaces.'),
    });
    if (token === undefined) throw new vscode.CancellationError();
    await this.tokens.set(world, token.trim());
    await this.sandbox.restart();
    const { developer } = this.sandbox;
    if (!developer) throw new Error(`${server} knows no developer of this token.`);
    vscode.window.setStatusBarMessage(`Signed in as ${developer.name}`, 5000);
    return developer;
  }

  /** A link came back from the browser. */
  returned(query: string): void {
    this.browser.returned(query);
  }

  private async byChoice(choice: 'ask' | 'first who may debug'): Promise<SignedIn> {
    const { developers } = await this.sandbox.request('developer/list', {});
    const chosen = (choice === 'ask' ? undefined : developers.find(mayDebug)) ?? (await chooseDeveloper(developers));
    try {
      return await this.sandbox.request('developer/signIn', { userName: chosen.userName });
    } catch (error) {
      if (error instanceof WireError && error.data.id === 'mfaRequired') return this.inBrowser(chosen.userName);
      throw error;
    }
  }

  private async inBrowser(engineer?: string): Promise<SignedIn> {
    if (this.sandbox.pages === null) throw new Error('The sandbox serves no web pages.');
    return this.sandbox.request('developer/redeem', await this.browser.start(this.sandbox.pages, engineer));
  }

  async signOut(): Promise<void> {
    const world = await this.startedWorld();
    await this.tokens.delete(world);
    // The token may be used elsewhere: it is forgotten here, not revoked.
    if (world.server !== null) return this.sandbox.restart().catch((error: unknown) => { if (!(error instanceof TokenNeeded)) throw error; });
    await this.sandbox.request('developer/signOut', {});
    await this.sandbox.setDeveloper(null);
  }

  getSessions(): Promise<vscode.AuthenticationSession[]> {
    return Promise.resolve(this.shown ? [this.shown] : []);
  }

  async createSession(): Promise<vscode.AuthenticationSession> {
    // An editor in the browser has no link that leads back to it by itself.
    return toSession(await this.signIn(vscode.env.uiKind === vscode.UIKind.Desktop ? 'in the browser' : 'ask'));
  }

  async removeSession(): Promise<void> {
    await this.signOut();
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  /** A server that wants a token first is there, too. */
  private async started(): Promise<void> {
    await this.sandbox.start().catch((error: unknown) => { if (!(error instanceof TokenNeeded)) throw error; });
  }

  private async startedWorld(): Promise<World> {
    await this.started();
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
