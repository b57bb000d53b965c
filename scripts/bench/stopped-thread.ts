/** What a client of the debug adapter waits for: a running loop that is to pause, and a page of a long list. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { BuiltSandbox } from './support/built-sandbox.ts';
import { makeProject } from './support/one-class-project.ts';
import { printRow, quantile } from './support/rows.ts';
import { StoppedRequest } from './support/stopped-request.ts';

const PAUSES = 200;
/** A request ends when its CPU time is used up. */
const PAUSES_A_REQUEST = 2;
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
  public static void joinOn() {
    List<String> names = new List<String>();
    for (Integer i = 0; i < 1000; i++) names.add('name ' + i);
    String text; // joining
    while (true) text = String.join(names, ',');
  }
}
`);
const sandbox = await BuiltSandbox.start(null);

const pages: number[] = [];
const filled = await StoppedRequest.at(sandbox, project, '// filled', 'Busy.run();');
const { adapter, threadId } = filled;
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
await filled.close();
printRow({ name: `page of 100 of a list of ${LENGTH / 1000} k, p50`, value: quantile(pages, 0.5), unit: 'ms', budget: 3 });

for (const [name, marker, anonymous] of [['a running loop', '// loop', 'Busy.loopOn();'], ['a loop of long library calls', '// joining', 'Busy.joinOn();']] as const) {
  const pauses: number[] = [];
  while (pauses.length < PAUSES) {
    const request = await StoppedRequest.at(sandbox, project, marker, anonymous);
    for (let i = 0; i < PAUSES_A_REQUEST; i++) pauses.push(await request.pause());
    await request.close();
  }
  printRow({ name: `pause of ${name}, p99`, value: quantile(pauses, 0.99), unit: 'ms', budget: 5 });
}

await sandbox.close();
project.remove();
