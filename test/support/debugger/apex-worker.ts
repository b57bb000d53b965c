/** Runs `Shop.run` in debuggable code under an agent. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Transaction } from '../../../src/sandbox/apex/runtime/contract.ts';
import { describeException, newException } from '../../../src/sandbox/apex/runtime/exception.ts';
import { defineLibraryClass } from '../../../src/sandbox/apex/runtime/library.ts';
import { ClassLoader } from '../../../src/sandbox/apex/runtime/loader.ts';
import { configureTypes } from '../../../src/sandbox/apex/runtime/runtime-types.ts';
import { debugState, makeSupport, setPoll } from '../../../src/sandbox/apex/runtime/support.ts';
import { setCurrent } from '../../../src/sandbox/apex/runtime/transaction.ts';
import { DebugAgent } from '../../../src/sandbox/debugger/agent.ts';
import { LoaderHost } from '../../../src/sandbox/debugger/loader-host.ts';
import type { AgentOptions } from '../../../src/sandbox/debugger/messages.ts';
import { compileUnit, makeProgram, SHOP_PATH } from './apex.ts';

const { port, signal, options, values } = workerData as { port: MessagePort; signal: Int32Array; options: AgentOptions | null; values: readonly number[] };
const shape = options ? 'debuggable' : 'plain';
const program = makeProgram();
const artifact = compileUnit(program, SHOP_PATH, shape);
const loader = new ClassLoader(shape, name => (name.toLowerCase().startsWith('shop') ? artifact : null), makeSupport);
configureTypes({
  isSObjectName: () => false,
  findClassFacts: name => {
    const facts = artifact.classes.find(each => each.name.toLowerCase() === name.toLowerCase());
    return facts ? { supertypes: facts.supertypes, isEnum: facts.kind === 'enum' } : null;
  },
});
const limits: Transaction['limits'] = { charge: () => undefined, used: () => 0, maximum: () => 100, allocate: () => undefined };
setCurrent({
  limits, slots: new Map(), deferred: [], log: { isOn: () => false, event: () => undefined },
  data: { setSavepoint: () => 1, rollback: () => undefined, releaseSavepoint: () => undefined },
} as unknown as Transaction);

// The one member of the library that the program needs.
defineLibraryClass({ name: 'System.Exception', supertypes: ['Exception'], members: { 'new(String message)': (message: string) => newException('System.Exception', message) } });

let agent: DebugAgent | null = null;
if (options) {
  let isLate = false;
  const host = new LoaderHost({
    loader, gate: debugState, currentFrame: () => debugState.top, triggerContext: () => null, freshLimits: () => limits,
    withDeadline(_milliseconds, action) {
      isLate = false;
      return action();
    },
  });
  agent = new DebugAgent(port, signal, host, options);
  debugState.hook = agent;
  const current = agent;
  loader.onLoad = unit => {
    host.unitLoaded(unit);
    current.unitLoaded(unit.artifact.debug);
  };
  setPoll(() => {
    if (!isLate) current.onInterrupt();
  });
}
let result: unknown;
try {
  const shop = loader.require('Shop');
  const run = shop.u()['run$Integer'];
  if (!run) throw new Error('Shop.run is missing');
  result = run(values[0]);
} catch (error) {
  result = describeException(error);
}
agent?.dispose();
parentPort?.postMessage({ result, sold: loader.require('Shop').peek()?.['f_sold'], stops: debugState.stops });
