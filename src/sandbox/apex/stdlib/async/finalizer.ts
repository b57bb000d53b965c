/** Transaction finalizers. Source: Apex Developer Guide, Transaction Finalizers and Transaction Finalizers Error Messages. */
import type { ApexValue } from '../../runtime/contract.ts';
import { fail } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, enumConstant } from '../../runtime/library.ts';
import { callSlot, hasSlot, type ApexObject } from '../../runtime/object.ts';
import { decodeState } from '../../runtime/object-state.ts';
import { current } from '../../runtime/transaction.ts';
import { jobContext } from './context.ts';
import { removeJob, type FinalizerJob } from './work.ts';

const EXECUTE = 'execute$System.FinalizerContext';

defineLibraryClass({
  name: 'System.System',
  members: {
    'static void attachFinalizer(Object finalizer)': (finalizer: ApexValue) => {
      const context = jobContext();
      if (current().kind !== 'queueable' || !context) fail('System.HandledException', 'System.attachFinalizer(Finalizer) is not allowed in this context');
      if (finalizer === null) fail('System.HandledException', 'Argument cannot be null');
      if (!hasSlot(finalizer, EXECUTE)) fail('System.HandledException', `Class ${(finalizer as ApexObject).$type.name} must implement the Finalizer interface`);
      if (context.finalizer !== null) fail('System.HandledException', 'More than one Finalizer cannot be attached to same Async Apex Job');
      context.finalizer = finalizer;
    },
  },
});

export function runFinalizer(job: FinalizerJob): void {
  const context = new ApexBean('System.FinalizerContext');
  context.set('AsyncApexJobId', job.id);
  context.set('RequestId', job.requestId);
  context.set('Exception', job.exception === null ? null : decodeState(job.exception));
  context.set('Result', enumConstant('System.ParentJobResult', job.exception === null ? 'SUCCESS' : 'UNHANDLED_EXCEPTION'));
  callSlot(decodeState(job.state) as object, EXECUTE, context);
  removeJob(job.id);
}

defineLibraryClass({ name: 'System.FinalizerContext', members: {
  'Id getAsyncApexJobId()': (self: ApexBean) => self.get('AsyncApexJobId'),
  'Exception getException()': (self: ApexBean) => self.get('Exception'),
  'String getRequestId()': (self: ApexBean) => self.get('RequestId'),
  'System.ParentJobResult getResult()': (self: ApexBean) => self.get('Result'),
} });
