/**
 * Results of converting, merging aside, and of approvals: what happened, by getters. Tests make them from JSON.
 * Sources: Apex Reference, LeadConvertResult, LockResult, UnlockResult, ProcessResult.
 */
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexBean, defineBean, defineJsonForm, jsonFormOf, listOf } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import type { ApexMap } from '../../runtime/map.ts';

const ERRORS = 'Database.Error[] getErrors()';
const RESULTS: Readonly<Record<string, readonly string[]>> = {
  'Database.LeadConvertResult': ['ID getAccountId()', 'ID getContactId()', ERRORS, 'ID getLeadId()', 'ID getOpportunityId()', 'ID getRelatedPersonAccountId()', 'Boolean isSuccess()'],
  'Approval.LockResult': ['List<Database.Error> getErrors()', 'Id getId()', 'Boolean isSuccess()'],
  'Approval.UnlockResult': ['List<Database.Error> getErrors()', 'Id getId()', 'Boolean isSuccess()'],
  'Approval.ProcessResult': ['String getEntityId()', ERRORS, 'String getInstanceId()', 'String getInstanceStatus()', 'ID[] getNewWorkitemIds()', 'Boolean isSuccess()', 'List<Id> getActorIds()'],
};

/** `ID getLeadId()` has the value `leadId`. */
const nameOf = (accessor: string): string => {
  const [, name] = /(?:get|is)(\w+)\(/.exec(accessor)!;
  return name![0]!.toLowerCase() + name!.slice(1);
};

export function makeResult(typeName: string, values: Readonly<Record<string, ApexValue>>): ApexBean {
  const result = new ApexBean(typeName);
  for (const [name, value] of Object.entries(values)) result.set(name, value);
  return result;
}

for (const [name, accessors] of Object.entries(RESULTS)) {
  const names = accessors.map(nameOf);
  const empty = (field: string): ApexValue => (field === 'errors' ? listOf('Database.Error', []) : field === 'success' ? false : null);
  defineBean({ name, accessors, initial: (bean) => { for (const field of names) bean.set(field, empty(field)); } });
  defineJsonForm(name, {
    read: (members) => makeResult(name, Object.fromEntries(names.map((field) => [field, valueOf(field, members.get(field)) ?? empty(field)]))),
    write: (value) => names.map((field) => [field, (value as ApexBean).get(field)]),
  });
}

/** Lists come untyped. */
function valueOf(field: string, value: ApexValue | undefined): ApexValue {
  if (!(value instanceof ApexList)) return value ?? null;
  if (field !== 'errors') return listOf('Id', value.items);
  return listOf('Database.Error', value.items.map((each) => jsonFormOf('Database.Error')!.read(new Map([...(each as ApexMap).entries()].map(([key, inner]) => [String(key), inner])))));
}
