/** What a client of the debug adapter waits for: a running loop that is to pause, and a page of a long list. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from '../../src/cli/dap/client.ts';
import { BuiltSandbox } from './support/built-sandbox.ts';
import { makeProject } from './support/one-class-project.ts';
import { printRow, quantile } from './support/rows.ts';

const PAUSES = 200;
/** A request ends when its CPU time is used up. */
const PAUSES_A_REQUEST = 4;
const PAGES = 50;
const LENGTH = 100_000;

const project = makeProject('Busy', `public class Busy {
  public static void run() {
    List<Integer> numbers = new List<Integer>();
    for (Integer i = 0; i < ${LENGTH}; i++) numbers.add(i);
    loopOn(); // filled
  }
  public static void loopOn() {
    Integer total = 0; // loop
    while (true) {
      total = Math.mod(total + 1, 1000);
    }
  }
}
`);
const sandbox = await BuiltSandbox.start(null);

/** Runs the code up to the marker and does something there. */
async function stoppedAt(marker: string, anonymous: string, action: (adapter: DapClient, threadId: number) => Promise<void>): Promise<void> {
  const adapter = await sandbox.adapter();
  await Promise.all([adapter.request('launch', { project: project.directory, run: { anonymous } }), adapter.event('initialized')]);
  await adapter.request('setBreakpoints', { source: { path: project.file }, breakpoints: [{ line: project.lineOf(marker) }] });
  await adapter.request('configurationDone');
  const { body: { threadId = 0 } } = await adapter.event<DebugProtocol.StoppedEvent>('stopped');
  await action(adapter, threadId);
  await adapter.request('disconnect', { terminateDebuggee: true });
  await adapter.close();
}

const pages: number[] = [];
await stoppedAt('// filled', 'Busy.run();', async (adapter, threadId) => {
  const { stackFrames } = await adapter.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId, startFrame: 0, levels: 1 });
  const { scopes } = await adapter.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: stackFrames[0]!.id });
  const { variables } = await adapter.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference: scopes[0]!.variablesReference });
  const { variablesReference } = variables.find(({ name }) => name === 'numbers')!;
  for (let page = 0; page < PAGES; page++) {
    const started = performance.now();
    const found = await adapter.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference, filter: 'indexed', start: (page * 7919) % (LENGTH - 100), count: 100 });
    pages.push(performance.now() - started);
    if (found.variables.length !== 100) throw new Error(`a page has ${found.variables.length} variables`);
  }
});
printRow({ name: `page of 100 of a list of ${LENGTH / 1000} k, p50`, value: quantile(pages, 0.5), unit: 'ms', budget: 3 });

const pauses: number[] = [];
while (pauses.length < PAUSES) {
  await stoppedAt('// loop', 'Busy.loopOn();', async (adapter, threadId) => {
    for (let i = 0; i < PAUSES_A_REQUEST; i++) {
      await adapter.request('continue', { threadId });
      const started = performance.now();
      const stopped = adapter.event('stopped');
      await adapter.request('pause', { threadId });
      await stopped;
      pauses.push(performance.now() - started);
    }
  });
}
printRow({ name: 'pause of a running loop, p99', value: quantile(pauses, 0.99), unit: 'ms', budget: 5 });

await sandbox.close();
project.remove();
