/** The worker of a hand-built program: an agent over its port, and the request when it is told to start. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { runInThisContext } from 'node:vm';
import { DebugAgent } from '../../../src/sandbox/debugger/agent.ts';
import type { AgentHost } from '../../../src/sandbox/debugger/host.ts';
import type { AgentOptions } from '../../../src/sandbox/debugger/messages.ts';
import { debugState } from '../../../src/sandbox/apex/runtime/shadow-stack.ts';
import { fieldsOf, runProgram, shadow, statics, unit } from './program.ts';

const { port, signal, options, values } = workerData as { port: MessagePort; signal: Int32Array; options: AgentOptions; values: readonly number[] };
export interface HostRun { readonly milliseconds: number | null; readonly isUndone: boolean; readonly ownLimits: boolean }
const runs: HostRun[] = [];

const inFrame = (run: (values: unknown[], base: number) => unknown, values: unknown[]) => (base: number): unknown => run(values, base);

const host: AgentHost = {
  beforePause: () => undefined,
  units: () => [unit],
  flagStatement: (_unit, statement, isOn) => void (isOn ? shadow.flags.add(statement) : shadow.flags.delete(statement)),
  flagUnit: (_unit, isOn) => { shadow.flagUnit = isOn; },
  flagAll: isOn => { shadow.flagAll = isOn; },
  fieldsOf,
  staticsOf: className => (className === 'Counter' ? [{ name: 'runs', type: 'Integer', access: 'private', isFinal: false, read: () => statics.runs, write: value => { statics.runs = value; } }] : []),
  triggerContext: () => null,
  limits: () => [{ name: 'SOQL queries', used: 3, maximum: 100 }],
  namespaceOf: () => null,
  typeOfField: (_object, field) => (field === 'Name' ? 'String' : null),
  // The test's compiler writes JavaScript over `frame`.
  load: artefact => inFrame(runInThisContext(`((V, b) => (${String(artefact.program)}))`) as (values: unknown[], base: number) => unknown, debugState.values),
  run: (how, action) => {
    runs.push(how);
    return action();
  },
};

const agent = new DebugAgent(port, signal, host, options);
let statements = 0;
const result = runProgram(agent, values, () => {
  statements++;
  agent.onInterrupt();
});
agent.dispose();
parentPort?.postMessage({ result, statements, runs, flags: shadow.flags.size, flagAll: shadow.flagAll || shadow.flagUnit });
