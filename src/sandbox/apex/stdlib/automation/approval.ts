import type { ApexValue } from '../../runtime/contract.ts';
import { idsOf } from '../../runtime/data-access.ts';
import { newException, notSupported, throwException } from '../../runtime/exception.ts';
import { defineLibraryClass, listOf, type ApexBean, type LibraryFunction } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { ApexMap } from '../../runtime/map.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { current } from '../../runtime/transaction.ts';
import { makeResult } from '../platform/action-results.ts';
import { RowError } from '../platform/row-result.ts';

/** Locks of the running transaction. Nobody without rights over all data would be kept from editing: that isn't here. */
const locks = (): Set<string> => {
  let set = current().slots.get('Approval.locks') as Set<string> | undefined;
  if (!set) current().slots.set('Approval.locks', (set = new Set()));
  return set;
};

const resultOf = (type: 'Lock' | 'Unlock', id: string): ApexBean => makeResult(`Approval.${type}Result`, { id, success: true, errors: listOf('Database.Error', []) });

const change = (type: 'Lock' | 'Unlock'): LibraryFunction => (target: ApexValue) => {
  const results = idsOf(target).map((id) => {
    if (type === 'Lock') locks().add(id);
    else locks().delete(id);
    return resultOf(type, id);
  });
  return target instanceof ApexList ? listOf(`Approval.${type}Result`, results) : results[0]!;
};

const isLocked: LibraryFunction = (target: ApexValue) => {
  const ids = idsOf(target);
  if (!(target instanceof ApexList)) return locks().has(ids[0]!);
  const map = new ApexMap(typeOf('Map<Id,Boolean>'));
  for (const id of ids) map.put(id, locks().has(id));
  return map;
};

/** Without an approval process in the org's metadata nothing applies; with one it would have to run. */
const process: LibraryFunction = (requests: ApexValue, allOrNone: boolean | null = true) => {
  if (current().org.hasApprovalProcesses) return notSupported('Approval.process()');
  const error = { statusCode: 'NO_APPLICABLE_PROCESS', message: 'No applicable approval process was found.', fields: [] };
  if (allOrNone !== false) {
    const exception = newException('System.DmlException', `Process failed. First exception on row 0; first error: ${error.statusCode}, ${error.message}: []`);
    exception.dmlRows = [{ ...error, index: 0, id: null }];
    throwException(exception);
  }
  const results = (requests instanceof ApexList ? requests.items : [requests]).map((request) => {
    return makeResult('Approval.ProcessResult', { entityId: (request as ApexBean).get('objectId'), success: false, errors: listOf('Database.Error', [new RowError(error)]) });
  });
  return requests instanceof ApexList ? listOf('Approval.ProcessResult', results) : results[0]!;
};

const members: Record<string, LibraryFunction> = {
  'static Boolean isLocked(Id id)': isLocked, 'static Boolean isLocked(SObject sobject)': isLocked, 'static Map<Id,Boolean> isLocked(List<Id> ids)': isLocked, 'static Map<Id,Boolean> isLocked(List<SObject> sobjects)': isLocked,
  'static Approval.ProcessResult process(Approval.ProcessRequest approvalRequest)': process, 'static Approval.ProcessResult process(Approval.ProcessRequest approvalRequest, Boolean allOrNone)': process,
  'static Approval.ProcessResult[] process(Approval.ProcessRequest[] approvalRequests)': process, 'static Approval.ProcessResult[] process(Approval.ProcessRequest[] approvalRequests, Boolean allOrNone)': process,
  'static List<Approval.LockResult> lock(List<Id> ids)': change('Lock'),
};
for (const type of ['Lock', 'Unlock'] as const) {
  const name = type.toLowerCase();
  for (const rest of ['', ', Boolean allOrNothing']) {
    members[`static Approval.${type}Result ${name}(Id recordId${rest})`] = change(type);
    members[`static Approval.${type}Result ${name}(SObject recordTo${type}${rest})`] = change(type);
    members[`static List<Approval.${type}Result> ${name}(List<Id> recordIds${rest})`] = change(type);
    members[`static List<Approval.${type}Result> ${name}(List<SObject> recordsTo${type}${rest})`] = change(type);
  }
}
/** Source: Apex Reference, Approval Class. */
defineLibraryClass({ name: 'System.Approval', members });
