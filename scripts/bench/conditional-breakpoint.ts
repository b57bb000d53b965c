/** How often a second a running loop passes a breakpoint whose condition is false, as a client of the debug adapter sees it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { BuiltSandbox } from './support/built-sandbox.ts';
import { makeProject } from './support/one-class-project.ts';
import { printRow, quantile } from './support/rows.ts';

const PASSES = 2_000_000;
const RUNS = 9;

const CONDITIONS = [
  { name: 'on locals', condition: 'i < 0', budget: 50 },
  { name: 'on a field', condition: 'ceiling < i', budget: 5 },
  { name: 'on a string', condition: "name == 'nobody'", budget: 5 },
] as const;

const project = makeProject('Hot', `public class Hot {
  Integer ceiling = ${PASSES};
  String name = 'somebody';
  public void run() {
    Integer total = 0; // ready
    for (Integer i = 0; i < ${PASSES}; i++) {
      total = total + i; // passed
    }
    total = 0; // done
  }
}
`);
const sandbox = await BuiltSandbox.start(null);
const source = { path: project.file };

/** Seconds from the line before the loop to the line behind it. */
async function seconds(condition: string): Promise<number> {
  const adapter = await sandbox.adapter();
  await Promise.all([adapter.request('launch', { project: project.directory, run: { anonymous: 'new Hot().run();' } }), adapter.event('initialized')]);
  await adapter.request('setBreakpoints', { source, breakpoints: [{ line: project.lineOf('// ready') }, { line: project.lineOf('// passed'), condition }, { line: project.lineOf('// done') }] });
  await adapter.request('configurationDone');
  const { body: { threadId = 0 } } = await adapter.event<DebugProtocol.StoppedEvent>('stopped');
  const started = performance.now();
  const done = adapter.event<DebugProtocol.StoppedEvent>('stopped');
  await adapter.request('continue', { threadId });
  await done;
  const elapsed = (performance.now() - started) / 1000;
  const { stackFrames } = await adapter.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId, startFrame: 0, levels: 1 });
  if (stackFrames[0]?.line !== project.lineOf('// done')) throw new Error(`The loop with the condition ${condition} stopped in line ${stackFrames[0]?.line}.`);
  await adapter.request('disconnect', { terminateDebuggee: true });
  await adapter.close();
  return elapsed;
}

for (const { name, condition, budget } of CONDITIONS) {
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await seconds(condition));
  printRow({ name: `false condition of a breakpoint in a hot loop, ${name}`, value: PASSES / quantile(runs, 0.5) / 1e6, unit: 'M/s', budget, atLeast: true, note: 'the loop itself included' });
}

await sandbox.close();
project.remove();
