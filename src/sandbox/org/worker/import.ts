/** Imports records as a user: DML through the API, with everything that it sets off. */
import type { ImportAnswer, ImportSet } from '../../../protocol/data.ts';
import { runDml } from '../../apex/runtime/data-access.ts';
import { ApexException } from '../../apex/runtime/exception.ts';
import type { Transaction } from '../../apex/runtime/contract.ts';
import type { StoreSession } from '../../data/session.ts';
import { applyRecords, RecordsRefused } from '../../data/tree/apply-records.ts';
import { API_CALLER, outcomeOf } from './job-context.ts';
import type { JobContext } from './job-context.ts';
import type { WorkerOutcome } from './messages.ts';

export function runImport({ executor, user, say }: JobContext, set: ImportSet): WorkerOutcome {
  let answer: ImportAnswer = { ids: [], failures: [] };
  const result = executor.runApi(user, transaction => {
    try {
      answer = { ids: apply(transaction, set), failures: [] };
    } catch (error) {
      if (error instanceof RecordsRefused) answer = { ids: [], failures: error.failures };
      throw error;
    }
  }, 'api', say);
  // What code or the commit threw is nobody's record.
  const failure = result.exception && answer.failures.length === 0 ? { index: 0, field: null, message: `${result.exception.type}: ${result.exception.message}` } : null;
  const final: ImportAnswer = failure ? { ids: [], failures: [failure] } : answer;
  return outcomeOf(result, { ...(failure ? {} : { exception: null }), response: { status: final.failures.length > 0 ? 400 : 200, headers: {}, body: JSON.stringify(final) } });
}

function apply({ org, schema, data }: Transaction, set: ImportSet): string[] {
  const session = data as StoreSession;
  return applyRecords({
    schema, bridge: session.host.bridge, callerNamespace: org.namespace, layoutOf: object => session.rows.layout(object),
    save: (operation, records, externalIdField) => void runDml(operation, records, { caller: { ...API_CALLER, namespace: org.namespace }, access: 'user', externalIdField }),
    rowsOf: error => (error instanceof ApexException && error.dmlRows ? error.dmlRows.map(({ index, ...each }) => ({ index, errors: [each] })) : null),
  }, set);
}
