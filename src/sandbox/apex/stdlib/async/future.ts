/** @future methods. Source: Apex Developer Guide, Future Methods. */
import { fail } from '../../runtime/exception.ts';
import { setFutureQueue } from '../../runtime/future-calls.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { decodeState, encodeState } from '../../runtime/object-state.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { current } from '../../runtime/transaction.ts';
import { withoutCallouts } from '../platform/callout.ts';
import { jobContext, rememberUser } from './context.ts';
import { addJobRow, endJobRow, newJobId } from './job-rows.ts';
import { addJob, removeJob, type FutureJob } from './work.ts';

/** The call that is the job itself. */
let isDue = false;

setFutureQueue((className, slot, args) => {
  if (isDue) {
    isDue = false;
    return false;
  }
  const { kind, limits, user, source } = current();
  const method = findLoaded(className)!.facts.methods.find((each) => each.slot === slot)!;
  if (kind === 'future' || kind === 'batch') {
    fail('System.AsyncException', `Future method cannot be called from a future or batch method: ${className}.${method.name}(${method.parameters.map(({ type }) => type).join(', ')})`);
  }
  limits.charge('futureCalls', 1);
  const id = newJobId();
  rememberUser();
  addJobRow(id, 'Future', 'Queued', className, { MethodName: method.name });
  addJob({ kind: 'future', id, userId: user.id, className, dueAt: source.now(), isNested: jobContext() !== null, slot, args: encodeState(new ApexList(typeOf('List<Object>'), [...args])) });
  return true;
});

export function runFuture(job: FutureJob): void {
  const args = (decodeState(job.args) as ApexList).items;
  const loaded = findLoaded(job.className) ?? fail('System.TypeException', `Class ${job.className} could not be loaded`);
  const methods = loaded.u();
  const annotation = loaded.facts.methods.find(({ slot }) => slot === job.slot)?.annotations.find(({ name }) => name === 'future');
  const mayCallOut = annotation?.parameters.some(([name, value]) => name.toLowerCase() === 'callout' && value === true) === true;
  const call = (): unknown => methods[job.slot]!(...args);
  isDue = true;
  try {
    if (mayCallOut) call();
    else withoutCallouts(call);
  } finally {
    isDue = false;
  }
  removeJob(job.id);
  endJobRow(job.id, 'Completed');
}
