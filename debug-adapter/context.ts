/** What the handlers of one debug session share: its state, the connection to the sandbox, and the models. */
import { OutputEvent, TerminatedEvent, ExitedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { LaunchAttributes } from '../src/protocol/launch.ts';
import type { HubMethod, LoginInfo, ParamsOf, ResultOf, SessionInfo } from '../src/protocol/rpc.ts';
import { hubLost, wrongState } from './errors.ts';
import type { HubConnection, HubConnector } from './hub.ts';
import { Breakpoints } from './model/breakpoints.ts';
import { FormerNames } from './model/former-names.ts';
import { Sources } from './model/sources.ts';
import { Threads } from './model/threads.ts';
import { WorkspaceFiles } from './model/workspace-files.ts';
import { hintFor } from './state.ts';
import type { SessionState } from './state.ts';
import { redactText } from './trace.ts';

export type OutputCategory = 'console' | 'important' | 'stdout' | 'stderr';

export class DebugContext {
  state: SessionState = 'uninitialised';
  readonly connector: HubConnector;
  readonly threads = new Threads();
  readonly breakpoints = new Breakpoints();
  readonly sources = new Sources();
  formerNames = new FormerNames(async () => []);
  workspace = new WorkspaceFiles([], () => Promise.resolve(''));
  readonly #send: (event: DebugProtocol.Event) => void;
  #holders = 0;
  readonly #held: DebugProtocol.Event[] = [];

  request: 'launch' | 'attach' = 'attach';
  attributes: LaunchAttributes = {};
  hub: HubConnection | null = null;
  login: LoginInfo | null = null;
  session: SessionInfo | null = null;
  /** Settles when launch or attach has come to an end. */
  starting: Promise<void> | null = null;
  /** What `launch` runs; its request's id is known once its thread starts. */
  run: { requestId: string | null } | null = null;
  isTracing = false;
  /** The client asks again for what an `invalidated` event names. */
  supportsInvalidated = false;
  /** The client is an editor with the extension: it follows `command:` links in errors, and tells of a session's end itself. */
  hasExtension = false;

  constructor(connector: HubConnector, send: (event: DebugProtocol.Event) => void) {
    this.connector = connector;
    this.#send = send;
  }

  event(event: DebugProtocol.Event): void {
    if (this.#holders > 0) this.#held.push(event);
    else this.#send(event);
  }

  /**
   * Until the function returned is called, events wait: what a resume leads to (the next stop, the thread's end) must not
   * overtake its response.
   */
  holdEvents(): () => void {
    this.#holders++;
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#holders--;
      while (this.#holders === 0 && this.#held.length > 0) {
        const event = this.#held.shift();
        if (event) this.#send(event);
      }
    };
  }

  output(category: OutputCategory, text: string, place?: { source: DebugProtocol.Source; line: number }): void {
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${redactText(text)}\n`, category);
    if (place) {
      event.body.source = place.source;
      event.body.line = this.sources.toClientLine(place.line);
    }
    this.event(event);
  }

  /** The session's id, for requests that the gate lets through only while there is one. */
  get sessionId(): string {
    if (!this.session) throw wrongState('request', this.state, hintFor(this.state));
    return this.session.id;
  }

  call<M extends HubMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    if (!this.hub) throw hubLost();
    return this.hub.request(method, params);
  }

  /** The workspace's files that installed sources are shown as. */
  async locate(installed: Iterable<string>): Promise<void> {
    for (const path of new Set(installed)) {
      if (!this.workspace.contains(path)) this.sources.show(path, await this.workspace.sameAs(path));
    }
  }

  /** running or stopped, by the threads. */
  refreshState(): void {
    if (this.state === 'running' || this.state === 'stopped') this.state = this.threads.isAnyStopped ? 'stopped' : 'running';
  }

  /** Ends the session for the client, once. */
  end(exitCode: number | null): void {
    if (this.state === 'ended') return;
    const wasAnnounced = this.state !== 'uninitialised' && this.state !== 'initialised';
    this.state = 'ended';
    this.threads.clear();
    if (!wasAnnounced) return;
    if (exitCode !== null) this.event(new ExitedEvent(exitCode));
    this.event(new TerminatedEvent());
  }
}
