/** Runs `Shop.run` in debuggable code under an agent. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { setAllocationCharge } from '../../../src/sandbox/apex/runtime/accounting.ts';
import type { Transaction } from '../../../src/sandbox/apex/runtime/contract.ts';
import { describeException, newException } from '../../../src/sandbox/apex/runtime/exception.ts';
import { defineLibraryClass } from '../../../src/sandbox/apex/runtime/library.ts';
import { ClassLoader } from '../../../src/sandbox/apex/runtime/loader.ts';
import { configureTypes } from '../../../src/sandbox/apex/runtime/runtime-types.ts';
import { counters, makeSupport, QUOTA, setPoll } from '../../../src/sandbox/apex/runtime/support.ts';
import { setCurrent } from '../../../src/sandbox/apex/runtime/transaction.ts';
import { Ledger } from '../../../src/sandbox/limits/ledger.ts';
import { LiveSource } from '../../../src/sandbox/org/execution/determinism.ts';
import { attachAgent } from '../../../src/sandbox/debugger/attach.ts';
import type { AgentOptions } from '../../../src/sandbox/debugger/messages.ts';
import { compileUnit, makeProgram, SHOP_PATH } from './apex.ts';

const { port, signal, options, values } = workerData as { port: MessagePort; signal: Int32Array; options: AgentOptions | null; values: readonly number[] };
const shape = options ? 'debuggable' : 'plain';
const program = makeProgram();
const artifact = compileUnit(program, SHOP_PATH, shape);
const loader = new ClassLoader(shape, name => (name.toLowerCase().startsWith('shop') ? artifact : null), makeSupport);
configureTypes({
  findClassFacts: name => {
    const facts = artifact.classes.find(each => each.name.toLowerCase() === name.toLowerCase());
    return facts ? { supertypes: facts.supertypes, isEnum: facts.kind === 'enum' } : null;
  },
});
const limits = new Ledger('synchronous');
let steps = 0;
setCurrent({
  limits, source: new LiveSource({ clock: () => 0, newRecordId: prefix => prefix, cpuNanos: () => 0 }), slots: new Map(), deferred: [], log: { isOn: () => false, event: () => undefined },
  data: { setSavepoint: () => 1, rollback: () => undefined, releaseSavepoint: () => undefined },
} as unknown as Transaction);

// The one member of the library that the program needs.
defineLibraryClass({ name: 'System.Exception', supertypes: ['Exception'], members: { 'new(String message)': (message: string) => newException('System.Exception', message) } });

const meter = (): void => {
  setAllocationCharge(bytes => limits.allocate(bytes));
  setPoll(passed => { steps += passed; }, () => agent?.look() ?? QUOTA);
};
const agent = options && attachAgent({ loader, port, signal, agent: options, restoreMeters: meter });
meter();
let result: unknown;
try {
  const shop = loader.require('Shop');
  const run = shop.u()['run$Integer'];
  if (!run) throw new Error('Shop.run is missing');
  result = run(values[0]);
} catch (error) {
  result = describeException(error);
}
agent?.detach();
parentPort?.postMessage({ result, sold: loader.require('Shop').peek()?.['f_sold'], flags: [...loader.loadedUnits()].reduce((sum, unit) => sum + unit.flags.reduce((all, each) => all + each, 0), 0), steps: steps + counters.n, heap: limits.used('heapSize') });
