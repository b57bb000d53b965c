/** The walk itself: a client of the real debug adapter that stops, looks, evaluates, steps and goes on. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from '../dap/client.ts';
import { DapError } from '../dap/client.ts';
import type { DemoDescription } from './description.ts';

export interface WalkReport {
  readonly hasStopped: boolean;
  /** What could not be evaluated. */
  readonly failures: readonly string[];
  readonly exitCode: number | null;
}

type Stopped = DebugProtocol.StoppedEvent;

/** A request that stops more often is let go. */
const MAX_STOPS = 50;
/** Variables of the top frame that are evaluated by name. */
const MAX_NAMES = 3;

export class Walk {
  readonly #client: DapClient;
  readonly #say: (line: string) => void;
  readonly #failures: string[] = [];

  constructor(client: DapClient, say: (line: string) => void) {
    this.#client = client;
    this.#say = say;
  }

  async run(demo: DemoDescription & { readonly org: string }, breakpoints: readonly { path: string; line: number }[]): Promise<WalkReport> {
    await this.#client.request('initialize', { adapterID: 'isv-apex', clientID: 'isv-debugger-demo', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' });
    const launched = this.#client.request('launch', { org: demo.org, ...(demo.user === undefined ? {} : { user: demo.user }), run: demo.run, ...(demo.stopOnEntry ? { stopOnEntry: true } : {}) });
    // A launch that fails never sends the event.
    await Promise.race([this.#client.event('initialized'), launched.then(() => this.#client.event('initialized'))]);
    await launched;
    await this.#configure(demo, breakpoints);
    await this.#client.request('configurationDone');
    const first = await this.#nextStop();
    if (first) {
      await this.#look(first, demo);
      const second = await this.#step(first);
      if (second) await this.#goOn(second);
    }
    const exited = this.#client.pendingEvents.find(event => event.event === 'exited') as DebugProtocol.ExitedEvent | undefined;
    this.#printOutput();
    await this.#client.request('disconnect');
    return { hasStopped: first !== null, failures: this.#failures, exitCode: exited?.body.exitCode ?? null };
  }

  async #configure(demo: DemoDescription, breakpoints: readonly { path: string; line: number }[]): Promise<void> {
    const paths = [...new Set(breakpoints.map(({ path }) => path))];
    for (const path of paths) {
      const wanted = breakpoints.filter(each => each.path === path).map(({ line }) => ({ line }));
      const { breakpoints: set } = await this.#client.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', { source: { path }, breakpoints: wanted });
      for (const each of set) this.#say(`Breakpoint ${path}:${each.line ?? '?'} ${each.verified ? 'set' : 'not set'}${each.message ? `: ${each.message}` : ''}`);
    }
    await this.#client.request('setExceptionBreakpoints', { filters: demo.exception === null ? [] : [demo.exception] });
  }

  async #nextStop(): Promise<Stopped | null> {
    const event = await this.#client.event(['stopped', 'terminated']);
    return event.event === 'stopped' ? (event as Stopped) : null;
  }

  async #look(stopped: Stopped, demo: DemoDescription): Promise<void> {
    const { threadId = 0, reason, text } = stopped.body;
    const frames = await this.#frames(threadId);
    this.#say(`\nStopped: ${reason}${text ? `, ${text}` : ''}\n  at ${placeOf(frames[0])}`);
    if (reason === 'exception') {
      const info = await this.#client.request<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', { threadId });
      this.#say(`  ${info.exceptionId}: ${info.description ?? ''}`);
    }
    this.#say('\nCall stack and variables');
    const names: string[] = [];
    for (const frame of frames) {
      this.#say(`  ${frame.name}  ${placeOf(frame)}`);
      const variables = await this.#variablesOf(frame);
      if (frame === frames[0]) names.push(...variables.flatMap(each => each.evaluateName ?? []).slice(0, MAX_NAMES));
    }
    this.#say('');
    // What stands in the frame goes first: it is there under whatever name the source gives it.
    for (const expression of new Set([...names, ...demo.evaluate])) await this.#evaluate(expression, frames[0]?.id ?? 0);
  }

  async #frames(threadId: number): Promise<readonly DebugProtocol.StackFrame[]> {
    const frames: DebugProtocol.StackFrame[] = [];
    for (;;) {
      const page = await this.#client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId, startFrame: frames.length, levels: 20 });
      frames.push(...page.stackFrames);
      if (page.stackFrames.length === 0 || frames.length >= (page.totalFrames ?? frames.length)) return frames;
    }
  }

  /** Prints all; returns those of the innermost scope. */
  async #variablesOf(frame: DebugProtocol.StackFrame): Promise<readonly DebugProtocol.Variable[]> {
    let first: readonly DebugProtocol.Variable[] | null = null;
    const { scopes } = await this.#client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: frame.id });
    for (const scope of scopes.filter(each => !each.expensive)) {
      const { variables } = await this.#client.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference: scope.variablesReference, start: 0, count: 100 });
      first ??= variables;
      if (variables.length === 0) continue;
      this.#say(`    ${scope.name}`);
      for (const variable of variables) this.#say(`      ${variable.name}: ${variable.type ?? ''} = ${variable.value}`);
    }
    return first ?? [];
  }

  async #evaluate(expression: string, frameId: number): Promise<void> {
    try {
      const { result } = await this.#client.request<DebugProtocol.EvaluateResponse['body']>('evaluate', { expression, frameId, context: 'repl' });
      this.#say(`${expression} = ${result}`);
    } catch (error) {
      if (!(error instanceof DapError)) throw error;
      this.#failures.push(expression);
      this.#say(`${expression}: ${error.message}`);
    }
  }

  async #step(stopped: Stopped): Promise<Stopped | null> {
    await this.#client.request('next', { threadId: stopped.body.threadId ?? 0 });
    const next = await this.#nextStop();
    if (next) this.#say(`\nStepped to ${placeOf((await this.#frames(next.body.threadId ?? 0))[0])}`);
    else this.#say('\nStepped to the end of the request');
    return next;
  }

  async #goOn(stopped: Stopped): Promise<void> {
    let current: Stopped | null = stopped;
    for (let stops = 0; current && stops < MAX_STOPS; stops++) {
      const threadId = current.body.threadId ?? 0;
      if (stops > 0) this.#say(`Stopped again: ${current.body.reason}${current.body.text ? `, ${current.body.text}` : ''} at ${placeOf((await this.#frames(threadId))[0])}`);
      await this.#client.request('continue', { threadId });
      current = await this.#nextStop();
    }
    this.#say('Continued to the end');
  }

  #printOutput(): void {
    for (const event of this.#client.pendingEvents) {
      if (event.event === 'output') this.#say(`| ${(event as DebugProtocol.OutputEvent).body.output.trimEnd().replaceAll('\n', '\n| ')}`);
    }
  }
}

function placeOf(frame: DebugProtocol.StackFrame | undefined): string {
  if (!frame) return 'nowhere';
  return frame.source ? `${frame.source.name ?? frame.source.path ?? ''}:${frame.line}` : 'hidden code';
}
