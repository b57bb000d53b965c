import * as vscode from 'vscode';
import type { ApprovalInfo, LogInfo } from '../../protocol/partner.ts';
import type { HubMethod, HubNotifications, LoginInfo, OrgInfo, ParamsOf, ResultOf, SessionInfo, DeveloperInfo } from '../../protocol/rpc.ts';
import type { DeveloperTokens } from '../login/tokens.ts';
import type { HubClient } from '../../protocol/client.ts';
import { HubProcess } from './hub-process.ts';
import type { Log } from './log.ts';
import { sandboxNode } from './node.ts';
import { ServerConnection, TokenNeeded } from './server-connection.ts';
import { readSettings } from './settings.ts';
import { findWorld } from './world.ts';
import type { World } from './world.ts';

/** What the Subscriber Orgs view can show; its welcome texts depend on it. */
export type SandboxState = 'idle' | 'noWorld' | 'starting' | 'notSignedIn' | 'noOrgs' | 'ready' | 'failed';

/** A sandbox that dies again sooner is left alone: its view offers to try again. */
const againAfterMs = 30_000;

/** Access ended while one was logged in. */
export interface LoginEnd {
  /** For a person. */
  readonly reason: string;
  /** `onDidEndSession` follows. */
  readonly endsSession: boolean;
}

/** What the window knows of the hub, kept current by its notifications. Starts the hub on the first question. */
export class Sandbox implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly sessionWarning = new vscode.EventEmitter<HubNotifications['session/warning']>();
  private readonly sessionEnded = new vscode.EventEmitter<HubNotifications['session/ended']>();
  private readonly loginEnded = new vscode.EventEmitter<LoginEnd>();
  private readonly approvalChanged = new vscode.EventEmitter<ApprovalInfo>();
  private readonly logAdded = new vscode.EventEmitter<LogInfo>();
  private readonly logGrew = new vscode.EventEmitter<LogInfo>();
  private readonly loginWarning = new vscode.EventEmitter<HubNotifications['login/warning']>();
  private readonly sandboxProgressed = new vscode.EventEmitter<HubNotifications['sandbox/progress']>();
  private readonly progressed = new vscode.EventEmitter<HubNotifications['run/progress']>();
  readonly onDidChange = this.changed.event;
  readonly onDidWarn = this.sessionWarning.event;
  readonly onDidEndSession = this.sessionEnded.event;
  readonly onDidEndLogin = this.loginEnded.event;
  /** Of a login of one's own that waits for the subscriber (T8). */
  readonly onDidChangeApproval = this.approvalChanged.event;
  readonly onDidAddLog = this.logAdded.event;
  /** The log of a request that still runs. */
  readonly onDidGrowLog = this.logGrew.event;
  /** Before access ends while it is used (T1). */
  readonly onDidWarnOfAccess = this.loginWarning.event;
  readonly onDidProgressSandbox = this.sandboxProgressed.event;
  readonly onDidProgress = this.progressed.event;

  private process: HubProcess | ServerConnection | undefined;
  private connecting: Promise<HubClient> | undefined;
  private connected: HubClient | undefined;
  /** Counts how often the world was looked for anew: whatever still connects to an earlier one gives up. */
  private attempt = 0;
  private isDisposed = false;
  private clockOffsetMs = 0;
  private startedAgainAt = Number.NEGATIVE_INFINITY;
  private readonly log: Log;
  private readonly tokens: DeveloperTokens;

  state: SandboxState = 'idle';
  world: World | null = null;
  /** Why the sandbox failed to start, for a person. */
  failure = '';
  developer: DeveloperInfo | null = null;
  orgs: readonly OrgInfo[] = [];
  login: LoginInfo | null = null;
  /** Address of the sandbox's web pages. */
  pages: string | null = null;
  session: SessionInfo | null = null;

  constructor(log: Log, tokens: DeveloperTokens) {
    this.log = log;
    this.tokens = tokens;
    tokens.onDidChange(({ stateDirectory }) => {
      this.followSignIn(stateDirectory).catch((error: unknown) => this.log.warn(`another window's sign-in was not followed: ${error instanceof Error ? error.message : String(error)}`));
    });
  }

  /** The hub's clock, milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.clockOffsetMs;
  }

  /** Connects, starting the hub if nobody runs it. Rejects with what to do. */
  async start(): Promise<void> {
    await this.client();
  }

  async request<M extends HubMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const client = await this.client();
    this.log.trace(`→ ${method} ${JSON.stringify(params)}`);
    try {
      const result = await client.request(method, params);
      this.log.trace(`← ${method} ${JSON.stringify(result)}`);
      return result;
    } catch (error) {
      this.log.info(`${method} failed: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  }

  /** The developer who signs connections in from now on; null signs out. */
  async setDeveloper(developer: DeveloperInfo | null): Promise<void> {
    this.developer = developer;
    await this.refresh();
  }

  setLogin(login: LoginInfo | null): void {
    if (login) this.log.hide(login.accessToken);
    this.login = login;
    this.notify();
  }

  /** Asks for the orgs and the login again. */
  async refresh(): Promise<void> {
    await this.load(await this.client());
  }

  private async load(client: HubClient): Promise<void> {
    if (this.needsSignIn) {
      this.orgs = [];
      this.login = null;
      this.session = null;
      this.setState('notSignedIn');
      return;
    }
    const [{ orgs }, { login }, { sessions }] = await Promise.all([
      client.request('orgs/list', {}),
      client.request('login/current', {}),
      client.request('session/list', {}),
    ]);
    this.checkCurrent(client);
    this.orgs = orgs;
    if (login) this.log.hide(login.accessToken);
    this.login = login;
    this.session = sessions.find(session => session.developer === this.developer?.userName && session.state !== 'ended') ?? null;
    this.setState(orgs.length > 0 ? 'ready' : 'noOrgs');
  }

  /** Forgets the world and finds it again: folders or settings changed. */
  async restart(): Promise<void> {
    this.disconnect();
    this.setState('idle');
    await this.start();
  }

  dispose(): void {
    this.disconnect();
    this.isDisposed = true;
    this.process?.stop();
    for (const emitter of [this.changed, this.sessionWarning, this.sessionEnded, this.loginEnded, this.approvalChanged, this.logAdded, this.logGrew, this.loginWarning, this.sandboxProgressed, this.progressed]) emitter.dispose();
  }

  /** A project's own sandbox belongs to whoever sits at the machine. */
  private get needsSignIn(): boolean {
    return this.developer === null && (this.world?.worldFile !== null || this.world.server !== null);
  }

  private client(): Promise<HubClient> {
    if (this.isDisposed) return Promise.reject(new Error('The window closes.'));
    if (this.connecting) return this.connecting;
    const connecting = this.connect(this.attempt).catch((error: unknown) => {
      if (this.connecting === connecting) this.connecting = undefined;
      throw error;
    });
    this.connecting = connecting;
    return connecting;
  }

  private async connect(attempt: number): Promise<HubClient> {
    try {
      if (!vscode.workspace.isTrusted) throw new Error('The sandbox starts only in a trusted workspace. Run "Workspaces: Manage Workspace Trust".');
      const world = this.findWorld();
      this.world = world;
      if (!world) {
        this.setState('noWorld');
        throw new Error('This window has no world file and no SFDX project. Open a folder that has one, or run "ISV Debugger: Open Sample World".');
      }
      this.setState('starting');
      if (this.process?.stateDirectory !== world.stateDirectory) {
        this.process?.stop();
        this.process = this.processOf(world);
      }
      const client = await this.process.connect();
      if (attempt === this.attempt) this.connected = client;
      else client.close();
      this.checkCurrent(client);
      this.listen(client);
      await this.hello(client, world);
      await this.load(client);
      return client;
    } catch (error) {
      // The one that came after it says how things are.
      if (attempt !== this.attempt) return this.client();
      this.failure = error instanceof Error ? error.message : String(error);
      if (error instanceof TokenNeeded) {
        this.developer = null;
        this.orgs = [];
        this.log.info(this.failure);
        this.setState('notSignedIn');
      } else if (this.world) {
        this.log.error(this.failure);
        this.setState('failed');
      }
      throw error;
    }
  }

  /** An answer that was on its way when the window turned to another world is of no use. */
  private checkCurrent(client: HubClient): void {
    if (client !== this.connected) throw new Error('The settings or folders of the window have changed. Try again.');
  }

  private processOf(world: World): HubProcess | ServerConnection {
    if (world.server !== null) return new ServerConnection({ url: world.server, stateDirectory: world.stateDirectory, token: () => this.tokens.get(world), ca: () => readSettings().serverCa });
    return new HubProcess({
      world,
      node: () => sandboxNode(readSettings().nodePath),
      log: line => this.log.info(line),
      hide: secret => this.log.hide(secret),
    });
  }

  private async hello(client: HubClient, world: World): Promise<void> {
    // The connection to a team's server is signed in already.
    const token = world.server === null ? await this.tokens.get(world) : undefined;
    const version = vscode.version;
    const hello = await client.request('client/hello', { client: 'vscode', version, ...(token ? { developerToken: token } : {}) });
    this.checkCurrent(client);
    this.clockOffsetMs = hello.now - Date.now();
    this.developer = hello.developer;
    // A server's pages are for the browsers of its own machine.
    this.pages = world.server === null ? hello.pages : null;
    this.log.info(`connected to hub ${hello.hubVersion} of ${hello.world}${hello.developer ? ` as ${hello.developer.userName}` : ''}`);
  }

  private findWorld(): World | null {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(folder => folder.uri.scheme === 'file').map(folder => folder.uri.fsPath);
    const { world, server } = readSettings();
    return findWorld(folders, world, server);
  }

  private listen(client: HubClient): void {
    client.on('orgs/changed', () => this.refreshQuietly());
    client.on('developer/signedOut', () => {
      this.developer = null;
      this.refreshQuietly();
    });
    client.on('login/changed', ({ login, reason }) => {
      const endsSession = this.session !== null;
      this.setLogin(login);
      if (!login) {
        this.session = null;
        this.notify();
        if (reason) this.loginEnded.fire({ reason, endsSession });
      }
      this.refreshQuietly();
    });
    client.on('session/changed', ({ session }) => {
      this.session = session.state === 'ended' ? null : session;
      this.notify();
    });
    client.on('session/warning', warning => {
      this.session = warning.session;
      this.notify();
      this.sessionWarning.fire(warning);
    });
    client.on('session/ended', ended => {
      if (this.session?.id === ended.session.id) this.session = null;
      this.notify();
      this.sessionEnded.fire(ended);
      this.refreshQuietly();
    });
    client.on('approval/changed', ({ approval }) => this.approvalChanged.fire(approval));
    client.on('log/added', ({ log }) => this.logAdded.fire(log));
    client.on('log/grew', ({ log }) => this.logGrew.fire(log));
    client.on('login/warning', warning => this.loginWarning.fire(warning));
    client.on('sandbox/progress', step => this.sandboxProgressed.fire(step));
    client.on('run/progress', progress => this.progressed.fire(progress));
    client.onClose(() => {
      this.connecting = undefined;
      this.connected = undefined;
      this.session = null;
      this.login = null;
      this.developer = null;
      this.orgs = [];
      this.failure = 'The sandbox stopped.';
      this.log.warn('the connection to the hub ended');
      this.setState('failed');
      this.startAgain();
    });
  }

  /** The window that ran the sandbox was closed, or the sandbox died: this one runs it then, but not over and over. */
  private startAgain(): void {
    if (Date.now() - this.startedAgainAt < againAfterMs) return;
    this.startedAgainAt = Date.now();
    this.start().catch((error: unknown) => this.log.warn(`the sandbox did not start again: ${error instanceof Error ? error.message : String(error)}`));
  }

  /** In another window of the editor somebody signed in or out. */
  private async followSignIn(stateDirectory: string): Promise<void> {
    const { world, connecting } = this;
    if (world?.stateDirectory !== stateDirectory || this.state === 'idle') return;
    if (world.server !== null) return this.restart().catch((error: unknown) => { if (!(error instanceof TokenNeeded)) throw error; });
    // Who signed out told the sandbox, which tells the other windows. One that isn't connected asks for the token when it is.
    if (!connecting || (await this.tokens.get(world)) === undefined) return;
    await this.hello(await connecting, world);
    await this.refresh();
  }

  private refreshQuietly(): void {
    this.refresh().catch((error: unknown) => this.log.warn(`refresh failed: ${error instanceof Error ? error.message : String(error)}`));
  }

  private disconnect(): void {
    this.attempt++;
    this.connected?.close();
    this.connected = undefined;
    this.connecting = undefined;
  }

  private setState(state: SandboxState): void {
    this.state = state;
    void vscode.commands.executeCommand('setContext', 'isvDebugger.state', state);
    this.notify();
  }

  private notify(): void {
    void vscode.commands.executeCommand('setContext', 'isvDebugger.loggedIn', this.login !== null);
    void vscode.commands.executeCommand('setContext', 'isvDebugger.sessionActive', this.session !== null);
    this.changed.fire();
  }
}
