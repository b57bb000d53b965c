import { defineLibraryClass, enumConstant, typed } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';
import { current } from '../runtime/transaction.ts';
import type { Transaction } from '../runtime/contract.ts';

class ApexRequest extends ApexObject {}
typed(ApexRequest, 'System.Request');
const REQUEST = new ApexRequest();

/** How the platform names each kind of transaction. */
const QUIDDITIES: Readonly<Record<Transaction['kind'], string>> = {
  anonymous: 'ANONYMOUS', rest: 'REST', test: 'RUNTEST_SYNC', future: 'FUTURE', queueable: 'QUEUEABLE', finalizer: 'TRANSACTION_FINALIZER_QUEUEABLE', batch: 'BATCH_APEX', event: 'PLATFORM_EVENT_PUBLISH_CALLBACK', schedulable: 'SCHEDULED', ui: 'SYNCHRONOUS', api: 'SOAP',
};

/** Source: Apex Reference, Request Class. */
defineLibraryClass({
  name: 'System.Request',
  members: {
    'static System.Request getCurrent()': () => REQUEST,
    'System.Quiddity getQuiddity()': () => enumConstant('System.Quiddity', QUIDDITIES[current().kind]),
    'String getRequestId()': () => current().id,
  },
});
