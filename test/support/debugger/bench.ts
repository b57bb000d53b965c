/** One request of the hand-built program under a debug session: the session's side for a test. */
import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import { WireError } from '../../../src/protocol/errors.ts';
import type { HubNotifications } from '../../../src/protocol/rpc.ts';
import { LOCALS } from '../../../src/sandbox/apex/runtime/frame-layout.ts';
import { SIGNAL_WORDS } from '../../../src/sandbox/debugger/messages.ts';
import { DebugSessionServer } from '../../../src/sandbox/debugger/session.ts';
import type { DebugCompiler } from '../../../src/sandbox/debugger/session.ts';
import { PATH, SOURCE, unit } from './program.ts';
import type { HostRun } from './worker.ts';

export interface Outcome { readonly result: unknown; readonly statements: number; readonly runs: readonly HostRun[]; readonly flags: number; readonly flagAll: boolean }

type Stop = Omit<HubNotifications['debug/stopped'], 'sessionId'>;

/** Expressions are JavaScript over the shadow stack, or the name of a local. */
const compiler: DebugCompiler = {
  findSource: ({ path }) => (path.endsWith('/Counter.cls') ? { path: PATH, text: SOURCE, unit, problem: null, version: null } : path.endsWith('/Broken.cls') ? { path, text: '', unit: null, problem: 'line 3: Unexpected token', version: null } : null),
  compile({ methodId }, code) {
    if (code.includes('nope')) throw new WireError('evaluateFailed', 'Variable does not exist: nope');
    const names = unit.methods.find(method => method.id === methodId)?.locals.map(local => local.name) ?? [];
    const program = code.replaceAll(/[A-Za-z]\w*/g, name => (names.includes(name) ? `V[b + ${LOCALS + names.indexOf(name)}]` : name));
    return { program, resultType: /[<>]|===|false/.test(code) ? 'Boolean' : 'Integer', isPure: !code.includes('impure') };
  },
  completions: ({ methodId }, text, offset) => (unit.methods.find(method => method.id === methodId)?.locals ?? [])
    .filter(({ name }) => name.startsWith(/\w*$/.exec(text.slice(0, offset))?.[0] ?? ''))
    .map(({ name, typeName }) => ({ kind: 'variable', label: name, text: name, detail: typeName, cursor: null })),
  callsAt: ({ statement }) => (statement === 2 ? [{ id: 0, label: 'add(sum, value)', traceName: 'add', occurrence: 1, namespace: null, line: 8, column: 13, endLine: 8, endColumn: 28 }] : []),
  findFunction: name => (name === 'Counter.add' ? { source: { path: PATH, text: SOURCE, unit, problem: null, version: null }, namespace: null, statements: [8] } : null),
};

export interface BenchProgram {
  readonly compiler: DebugCompiler;
  readonly worker: URL;
  readonly path: string;
}

const handBuilt: BenchProgram = { compiler, worker: new URL('./worker.ts', import.meta.url), path: PATH };

export class Bench {
  readonly session: DebugSessionServer;
  readonly notifications: { readonly name: string; readonly params: unknown }[] = [];
  #stops: Stop[] = [];
  #waiting: ((stop: Stop) => void)[] = [];
  #worker: Worker | null = null;
  outcome: Promise<Outcome> | null = null;

  readonly #program: BenchProgram;

  /** `listener` hears every notification too. */
  constructor(listener: (name: keyof HubNotifications, params: object) => void = () => undefined, program: BenchProgram = handBuilt) {
    this.#program = program;
    this.session = new DebugSessionServer({
      compiler: program.compiler, visibleNamespaces: [],
      notify: (name, params) => {
        this.notifications.push({ name, params });
        listener(name, params);
        if (name !== 'debug/stopped') return;
        const waiting = this.#waiting.shift();
        const stop = params as unknown as Stop;
        if (waiting) waiting(stop);
        else this.#stops.push(stop);
      },
    });
  }

  /** `isDebugged` false: plain code without an agent. */
  start(values: readonly number[] = [1, 2, 3], isDebugged = true): void {
    const { port1, port2 } = new MessageChannel();
    const signal = new Int32Array(new SharedArrayBuffer(SIGNAL_WORDS * 4));
    const options = isDebugged ? this.session.startThread({ id: 1, name: 'test', requestId: 'r', port: port1, signal }) : null;
    if (!isDebugged) port1.close();
    const worker = new Worker(this.#program.worker, { workerData: { port: port2, signal, options, values }, transferList: [port2] });
    this.#worker = worker;
    this.outcome = once(worker, 'message').then(([message]) => message as Outcome);
    void this.outcome.then(() => this.session.endThread(1));
  }

  async expectStop(reason: string): Promise<Stop & { readonly line: number; readonly frameId: number; readonly name: string }> {
    const stop = this.#stops.shift() ?? await new Promise<Stop>(resolve => this.#waiting.push(resolve));
    if (stop.reason !== reason) throw new Error(`stopped for ${stop.reason} instead of ${reason}`);
    const { frames } = await this.session.stackTrace({ sessionId: '', threadId: 1, startFrame: 0, levels: 1 });
    return { ...stop, line: frames[0]?.line ?? -1, frameId: frames[0]?.id ?? -1, name: frames[0]?.name ?? '' };
  }

  resume(kind: 'continue' | 'next' | 'stepIn' | 'stepOut'): Promise<unknown> {
    return this.session.resume({ sessionId: '', threadId: 1, kind });
  }

  break(...lines: readonly (number | { line: number; condition?: string; hitCondition?: string; logMessage?: string; column?: number })[]) {
    return this.session.setBreakpoints({ sessionId: '', path: this.#program.path, breakpoints: lines.map((each, index) => ({ id: index + 1, ...(typeof each === 'number' ? { line: each } : each) })) });
  }

  /** As from another file of the client that shows the same class. */
  breakElsewhere(id: number, line: number) {
    return this.session.setBreakpoints({ sessionId: '', path: `/elsewhere${this.#program.path}`, breakpoints: [{ id, line }] });
  }

  async scope(frameId: number, name: string) {
    const { scopes } = await this.session.scopes({ sessionId: '', frameId });
    const scope = scopes.find(each => each.name === name);
    if (!scope) throw new Error(`no scope ${name} among ${scopes.map(each => each.name).join(', ')}`);
    return scope;
  }

  async variables(reference: number, page: { start?: number; count?: number } = {}) {
    return (await this.session.variables({ sessionId: '', reference, start: page.start ?? 0, count: page.count ?? 100, byUser: true })).variables;
  }

  evaluate(frameId: number, expression: string, context: 'watch' | 'repl' = 'watch') {
    return this.session.evaluate({ sessionId: '', frameId, expression, context });
  }

  outputs(): readonly string[] {
    return this.notifications.filter(each => each.name === 'debug/output').map(each => (each.params as { text: string }).text);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.session.endThread(1);
  }
}
