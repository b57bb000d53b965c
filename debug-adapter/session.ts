/** One debug session: the table of requests, the gate before it, and exactly one response to each. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Arguments } from './arguments.ts';
import { DebugContext } from './context.ts';
import { cancelled, toAdapterError, unknownRequest, wrongState } from './errors.ts';
import type { AdapterError } from './errors.ts';
import type { HubConnector } from './hub.ts';
import { breakpointLocations } from './requests/breakpoint-locations.ts';
import { completions } from './requests/completions.ts';
import { configurationDone } from './requests/configuration-done.ts';
import { dataBreakpointInfo, setDataBreakpoints } from './requests/data-breakpoints.ts';
import { disconnect, terminate } from './requests/disconnect.ts';
import { evaluate } from './requests/evaluate.ts';
import { exceptionInfo } from './requests/exception-info.ts';
import { initialize } from './requests/initialize.ts';
import { launch } from './requests/launch.ts';
import { pause } from './requests/pause.ts';
import { resume } from './requests/resume.ts';
import { scopes } from './requests/scopes.ts';
import { setBreakpoints } from './requests/set-breakpoints.ts';
import { setExceptionBreakpoints } from './requests/set-exception-breakpoints.ts';
import { setFunctionBreakpoints } from './requests/set-function-breakpoints.ts';
import { setExpression } from './requests/set-expression.ts';
import { setVariable } from './requests/set-variable.ts';
import { source } from './requests/source.ts';
import { stackTrace } from './requests/stack-trace.ts';
import { stepInTargets } from './requests/step-in-targets.ts';
import { terminateThreads } from './requests/terminate-threads.ts';
import { threads } from './requests/threads.ts';
import { variables } from './requests/variables.ts';
import { always, beforeLaunch, hintFor, whileLive, whileSession, whileStopped } from './state.ts';
import type { SessionState } from './state.ts';
import { redact } from './trace.ts';

interface Entry {
  readonly states: readonly SessionState[];
  /** Gives the response's body; throwing or rejecting gives an error response. */
  readonly handle: (context: DebugContext, args: Arguments) => unknown;
}

/** Every request this adapter answers, and when it may come. */
const requests: Readonly<Record<string, Entry>> = {
  initialize: { states: ['uninitialised'], handle: initialize },
  launch: { states: beforeLaunch, handle: launch },
  attach: { states: beforeLaunch, handle: launch },
  configurationDone: { states: ['configuring'], handle: configurationDone },
  setBreakpoints: { states: whileSession, handle: setBreakpoints },
  setExceptionBreakpoints: { states: whileSession, handle: setExceptionBreakpoints },
  setFunctionBreakpoints: { states: whileSession, handle: setFunctionBreakpoints },
  setDataBreakpoints: { states: whileSession, handle: setDataBreakpoints },
  dataBreakpointInfo: { states: whileStopped, handle: dataBreakpointInfo },
  breakpointLocations: { states: whileSession, handle: breakpointLocations },
  source: { states: whileSession, handle: source },
  threads: { states: whileSession, handle: threads },
  completions: { states: whileSession, handle: completions },
  stackTrace: { states: whileStopped, handle: stackTrace },
  scopes: { states: whileStopped, handle: scopes },
  variables: { states: whileStopped, handle: variables },
  exceptionInfo: { states: whileStopped, handle: exceptionInfo },
  setVariable: { states: whileStopped, handle: setVariable },
  setExpression: { states: whileStopped, handle: setExpression },
  evaluate: { states: whileStopped, handle: evaluate },
  stepInTargets: { states: whileStopped, handle: stepInTargets },
  continue: { states: whileStopped, handle: resume },
  next: { states: whileStopped, handle: resume },
  stepIn: { states: whileStopped, handle: resume },
  stepOut: { states: whileStopped, handle: resume },
  pause: { states: whileLive, handle: pause },
  terminateThreads: { states: whileLive, handle: terminateThreads },
  terminate: { states: always, handle: terminate },
  disconnect: { states: always, handle: disconnect },
  // cancel is answered in `handleRequest`: it concerns the requests in flight, not the session.
};

interface InFlight {
  readonly command: string;
  readonly answered: Promise<void>;
  cancel(): void;
}

/** How long a client that leaves is kept waiting for the answers still due, milliseconds. */
const LEAVE_TIMEOUT_MS = 2000;
/** These change the session's state: half of them would leave it undefined. */
const notCancellable = new Set(['launch', 'attach', 'configurationDone', 'disconnect', 'terminate']);

export interface SessionOptions {
  readonly connector: HubConnector;
  readonly send: (message: DebugProtocol.ProtocolMessage) => void;
  /** After the response to `disconnect`. */
  readonly onDisconnected: () => void;
  /** For the person who runs the adapter: stacks of internal errors. */
  readonly log: (line: string) => void;
}

export class DebugSession {
  readonly context: DebugContext;
  readonly #options: SessionOptions;
  readonly #inFlight = new Map<number, InFlight>();
  #sequence = 1;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.context = new DebugContext(options.connector, event => this.#send(event));
  }

  /** Any value that came as a message. What is no request is ignored: this adapter asks its client nothing. */
  handleMessage(message: unknown): void {
    if (typeof message !== 'object' || message === null) return this.#options.log(`not a message: ${redact(message)}`);
    this.#trace('→', message);
    if (!('type' in message) || message.type !== 'request') return;
    const { seq, command } = message as Partial<DebugProtocol.Request>;
    if (typeof seq !== 'number' || typeof command !== 'string') return this.#options.log(`not a request: ${redact(message)}`);
    void this.#handleRequest(seq, command, 'arguments' in message ? message.arguments : undefined);
  }

  /** The client is gone without a word: the session stays for a while and can be resumed. */
  clientGone(): void {
    this.context.state = 'ended';
    this.context.hub?.close();
  }

  async #handleRequest(seq: number, command: string, given: unknown): Promise<void> {
    const answered = Promise.withResolvers<void>();
    const wish = Promise.withResolvers<never>();
    // Nobody may be waiting for it.
    wish.promise.catch(() => undefined);
    this.#inFlight.set(seq, { command, answered: answered.promise, cancel: () => wish.reject(cancelled()) });
    let body: unknown;
    let failure: AdapterError | null = null;
    let args: Arguments | null = null;
    try {
      args = new Arguments(command, given);
      body = command === 'cancel' ? this.#cancel(args) : await Promise.race([this.#run(command, args), wish.promise]);
    } catch (error) {
      failure = toAdapterError(command, error);
      if (failure.word === 'internal') this.#options.log(error instanceof Error ? error.stack ?? error.message : String(error));
    }
    this.#inFlight.delete(seq);
    if (command === 'disconnect' && failure === null) await this.#answerTheRest();
    this.#respond(seq, command, body, failure);
    answered.resolve();
    args?.answered(failure === null);
    if (command === 'disconnect' && failure === null) this.#options.onDisconnected();
  }

  async #run(command: string, args: Arguments): Promise<unknown> {
    const entry = Object.hasOwn(requests, command) ? requests[command] : undefined;
    if (!entry) throw unknownRequest(command);
    const { state } = this.context;
    if (!entry.states.includes(state)) throw wrongState(command, state, hintFor(state));
    return entry.handle(this.context, args);
  }

  /** The request named is answered with `cancelled` at once; what it asked of the sandbox is left to end by itself. */
  #cancel(args: Arguments): void {
    const id = args.optionalInteger('requestId');
    const request = id === undefined ? undefined : this.#inFlight.get(id);
    if (request && !notCancellable.has(request.command)) request.cancel();
  }

  /** Before the process ends, what is in flight gets its answer. */
  async #answerTheRest(): Promise<void> {
    const rest = [...this.#inFlight.values()];
    for (const request of rest) if (!notCancellable.has(request.command)) request.cancel();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise(resolve => { timer = setTimeout(resolve, LEAVE_TIMEOUT_MS); });
    await Promise.race([Promise.all(rest.map(request => request.answered)), late]);
    clearTimeout(timer);
  }

  #respond(requestSeq: number, command: string, body: unknown, failure: AdapterError | null): void {
    const response: DebugProtocol.Response = { seq: 0, type: 'response', request_seq: requestSeq, command, success: failure === null };
    if (failure) {
      response.message = failure.word;
      response.body = { error: { id: failure.number, ...messageFormat(failure.message), showUser: failure.showUser, sendTelemetry: false, ...(this.context.hasExtension ? failure.offer : null) } };
    } else if (body !== undefined) {
      response.body = body;
    }
    this.#send(response);
  }

  #send(message: DebugProtocol.ProtocolMessage): void {
    message.seq = this.#sequence++;
    this.#options.send(message);
    this.#trace('←', message);
  }

  #trace(arrow: string, message: object): void {
    if (!this.context.isTracing) return;
    const output = { seq: this.#sequence++, type: 'event', event: 'output', body: { category: 'console', output: `${arrow} ${redact(message)}\n` } };
    this.#options.send(output as DebugProtocol.OutputEvent);
  }
}

/** Braces in a format are variables: a message that has some is a variable itself. */
function messageFormat(message: string): Pick<DebugProtocol.Message, 'format' | 'variables'> {
  return /[{}]/.test(message) ? { format: '{message}', variables: { message } } : { format: message };
}
