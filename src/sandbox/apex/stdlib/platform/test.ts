import { allowCallouts } from './callout.ts';
import { settleCpu } from '../../runtime/accounting.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import { makeStub } from '../../runtime/stub.ts';
import { logEvent } from '../../runtime/log-events.ts';
import { current } from '../../runtime/transaction.ts';
import { deliverTestEvents, testBroker } from '../async/test-events.ts';
import { runTestJobs } from '../async/test-jobs.ts';
import type { LimitLedger, TestState, Transaction } from '../../runtime/contract.ts';
import type { ApexTypeValue } from '../../runtime/tokens.ts';

type Mutable = { -readonly [K in keyof Transaction]: Transaction[K] };

function inTest(method: string): TestState {
  return current().test ?? fail('System.TypeException', `Test.${method}() can only be called from test methods`);
}

/** Source: Apex Reference, Test Class. */
/** The borders of a test release its savepoints. Source: Apex Developer Guide, Transaction Control. */
function resetSavepoints(): void {
  if (current().data.releaseAllSavepoints()) logEvent('Database', 'INFO', 'SAVEPOINT_RESET', () => []);
}

defineLibraryClass({
  name: 'System.Test',
  members: {
    'static Boolean isRunningTest()': () => current().test !== null,
    'static void startTest()': () => {
      const test = inTest('startTest');
      if (test.phase !== 'before') fail('System.FinalException', 'Testing already started');
      settleCpu();
      resetSavepoints();
      test.phase = 'started';
      allowCallouts();
      test.mocks.set('#outerLimits', current().limits);
      (current() as Mutable).limits = current().limits.fresh();
    },
    'static void stopTest()': () => {
      const test = inTest('stopTest');
      if (test.phase === 'before') fail('System.FinalException', 'Testing has not started');
      if (test.phase === 'stopped') fail('System.FinalException', 'Testing already stopped');
      resetSavepoints();
      test.phase = 'stopped';
      settleCpu();
      (current() as Mutable).limits = test.mocks.get('#outerLimits') as LimitLedger;
      runTestJobs();
      deliverTestEvents();
      // What the test has done until here waits for no commit.
      allowCallouts();
    },
    'static void setMock(Type interfaceType, Object instance)': (type: ApexTypeValue | null, instance: ApexValue) => {
      const test = inTest('setMock');
      if (!type) failNull('Null type token');
      if (type.type.kind !== 'class') fail('System.TypeException', 'Supplied type is not an interface');
      test.mocks.set(type.apexName.toLowerCase().replace(/^(?!system\.)/, 'system.'), instance);
    },
    'static Object createStub(System.Type parentType, System.StubProvider stubProvider)': (type: ApexTypeValue | null, provider: ApexValue) => {
      inTest('createStub');
      if (!type) failNull();
      if (provider === null) failNull('stubProvider cannot be null');
      return makeStub(type.type.name, provider as object);
    },
    'static EventBus.TestBroker getEventBus()': () => {
      inTest('getEventBus');
      return testBroker();
    },
    'static void setFixedSearchResults(ID[] fixedSearchResults)': (ids: ApexValue) => { inTest('setFixedSearchResults').mocks.set('#fixedSearchResults', ids); },
    // What a group grants is computed from its parts whenever it is asked: there is nothing to wait for.
    'static void calculatePermissionSetGroup(String psgId)': () => { inTest('calculatePermissionSetGroup'); },
    'static void calculatePermissionSetGroup(List<String> psgIds)': () => { inTest('calculatePermissionSetGroup'); },
  },
});
