/**
 * Sets a breakpoint on every executable line of a project, runs the project's tests through the command line's debug adapter,
 * and compares where they stop with the lines that a trace of the same tests says are reached.
 */
import { realpathSync } from 'node:fs';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from '../../../src/cli/dap/client.ts';
import { debugState, statementAt, unitAt } from '../../../src/sandbox/apex/runtime/shadow-stack.ts';
import { openTestOrg } from '../../support/apex.ts';
import { compareVariables, type VariableFinding } from './variables.ts';

export interface SweepResult {
  /** Lines with a breakpoint that was verified on that line. */
  readonly executable: number;
  readonly reached: number;
  readonly stopped: number;
  /** `path:line`: reached by the trace, but nothing stopped there. */
  readonly missed: readonly string[];
  /** Stops at other lines than the breakpoint's, or that the trace never reached. */
  readonly unexpected: readonly string[];
  /** Lines that are said to be executable, whose breakpoint was not verified there. */
  readonly unverified: readonly string[];
  readonly variables: readonly VariableFinding[];
}

export interface SweepOptions {
  readonly project: string;
  readonly dependencies?: readonly string[];
  /** How many stops have their variables compared with what `System.debug` prints there. */
  readonly variableStops?: number;
}

export async function sweep({ project: folder, dependencies: folders = [], variableStops = 0 }: SweepOptions): Promise<SweepResult> {
  // The sandbox speaks of real paths.
  const project = realpathSync(folder);
  const dependencies = folders.map(each => realpathSync(each));
  const { reached, files, testClasses } = trace([...dependencies, project]);
  const left = new Map<string, Set<number>>();
  const found = { executable: 0, stopped: new Set<string>(), unexpected: [] as string[], unverified: [] as string[], variables: [] as VariableFinding[] };
  for (const testClass of testClasses) {
    const client = new DapClient({
      program: process.execPath, timeoutMs: 120_000,
      arguments: ['dist/cli.mjs', 'dap', '--project', project, ...dependencies.flatMap(each => ['--with', each])],
    });
    try {
      await client.request('initialize', { adapterID: 'isv-apex', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' });
      const launched = client.request('launch', { project, ...(dependencies.length > 0 ? { with: dependencies } : {}), run: { test: testClass } });
      await Promise.race([client.event('initialized'), launched.then(() => client.event('initialized'))]);
      if (left.size === 0) found.executable = await findLines(client, files, left);
      for (const [path, lines] of left) found.unverified.push(...await setBreakpoints(client, path, lines));
      await client.request('configurationDone');
      await launched;
      await collectStops(client, left, found, variableStops);
    } finally {
      await client.close();
    }
  }
  return {
    executable: found.executable, reached: reached.size, stopped: found.stopped.size,
    missed: [...reached].filter(place => !found.stopped.has(place)), unexpected: [...found.unexpected, ...[...found.stopped].filter(place => !reached.has(place))],
    unverified: [...new Set(found.unverified)], variables: found.variables,
  };
}

/** Every line that a statement of the tests' run begins on. */
function trace(projects: readonly string[]): { reached: ReadonlySet<string>; files: readonly string[]; testClasses: readonly string[] } {
  const org = openTestOrg({ projects: projects.map(directory => ({ directory, namespace: null })), shape: 'debuggable' });
  const reached = new Set<string>();
  const { hook } = debugState;
  debugState.hook = {
    atStatement: base => {
      const { path, statements } = unitAt(base);
      reached.add(`${path}:${statements[statementAt(base)]?.line}`);
      return false;
    },
    onThrow: () => false,
  };
  org.executor.loader.onLoad = unit => {
    unit.flags.fill(1);
    unit.heedFlags(true);
  };
  try {
    org.runTests();
    return { reached, files: org.compiler.sources.map(source => source.path), testClasses: org.compiler.tests([]).map(test => test.className) };
  } finally {
    debugState.hook = hook;
    org.close();
  }
}

async function findLines(client: DapClient, files: readonly string[], left: Map<string, Set<number>>): Promise<number> {
  let count = 0;
  for (const path of files) {
    const { breakpoints } = await client.request<DebugProtocol.BreakpointLocationsResponse['body']>('breakpointLocations', { source: { path }, line: 1, endLine: 1_000_000 });
    const lines = new Set(breakpoints.map(each => each.line));
    count += lines.size;
    if (lines.size > 0) left.set(path, lines);
  }
  return count;
}

/** Returns the places whose breakpoint was not verified on its line. */
async function setBreakpoints(client: DapClient, path: string, lines: ReadonlySet<number>): Promise<string[]> {
  const wanted = [...lines];
  const { breakpoints } = await client.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', { source: { path }, breakpoints: wanted.map(line => ({ line })) });
  return breakpoints.flatMap((each, index) => (each.verified && each.line === wanted[index] ? [] : [`${path}:${wanted[index]} ${each.message ?? ''}`]));
}

/** A line that has stopped once has its breakpoint taken away. */
async function collectStops(client: DapClient, left: ReadonlyMap<string, Set<number>>, found: { stopped: Set<string>; unexpected: string[]; variables: VariableFinding[] }, variableStops: number): Promise<void> {
  for (;;) {
    const event = await client.event<DebugProtocol.StoppedEvent>(['stopped', 'terminated']);
    if (event.event === 'terminated') return;
    const threadId = event.body.threadId ?? 0;
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId, startFrame: 0, levels: 1 });
    const [top] = stackFrames;
    const path = top?.source?.path ?? '';
    const lines = left.get(path);
    if (!top || event.body.reason !== 'breakpoint' || !lines?.delete(top.line)) {
      found.unexpected.push(`${path}:${top?.line} (${event.body.reason})`);
    } else {
      found.stopped.add(`${path}:${top.line}`);
      if (found.variables.length < variableStops) found.variables.push(...await compareVariables(client, top));
      await setBreakpoints(client, path, lines);
    }
    await client.request('continue', { threadId });
  }
}
