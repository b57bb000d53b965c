/**
 * Saves the records of several interviews that are at the same element by one statement. A record that can't be saved fails the
 * element for its interview, and keeps none of that interview's records; the others' are saved. Source: Salesforce Help, "Flow
 * Bulkification in Transactions" and "Flow Data Considerations".
 */
import { chargeCpu } from '../../apex/runtime/accounting.ts';
import { attemptSave } from '../../apex/runtime/data-access.ts';
import { isCatchable, type ApexException } from '../../apex/runtime/exception.ts';
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { current } from '../../apex/runtime/transaction.ts';
import type { DmlRowError } from '../../data/contract.ts';
import { saveFault } from '../fault.ts';
import type { FlowFault } from '../fault.ts';
import type { Interview } from '../interview.ts';

export interface SaveRequest { readonly interview: Interview; readonly records: readonly SObjectRecord[] }

type Operation = 'insert' | 'update' | 'delete';
const VERBS = { insert: 'create', update: 'update', delete: 'delete' } as const;

/** What failed, by interview. */
export function saveTogether(operation: Operation, requests: readonly SaveRequest[]): ReadonlyMap<Interview, FlowFault> {
  const faults = new Map<Interview, FlowFault>();
  for (const round of rounds(operation, requests)) {
    for (const [interview, error] of saveRound(operation, round.filter(({ interview }) => !faults.has(interview)))) faults.set(interview, saveFault(VERBS[operation], error));
  }
  return faults;
}

/** A statement takes a record once: what several interviews save is saved by as many statements. */
function rounds(operation: Operation, requests: readonly SaveRequest[]): SaveRequest[][] {
  if (operation === 'insert') return [[...requests]];
  const made: { readonly ids: Set<unknown>; readonly requests: SaveRequest[] }[] = [];
  for (const request of requests) {
    const ids = request.records.map((record) => record.fields.get('Id'));
    let round = made.find((one) => !ids.some((id) => one.ids.has(id)));
    if (round === undefined) made.push(round = { ids: new Set(), requests: [] });
    for (const id of ids) round.ids.add(id);
    round.requests.push(request);
  }
  return made.map((round) => round.requests);
}

function saveRound(operation: Operation, requests: readonly SaveRequest[]): Map<Interview, DmlRowError> {
  const { data, limits } = current();
  const failed = new Map<Interview, DmlRowError>();
  const all = requests.flatMap(({ records }) => records);
  if (all.length === 0) return failed;
  limits.charge('dmlStatements', 1);
  limits.charge('dmlRows', all.length);
  chargeCpu('dml');
  chargeCpu('dmlRow', all.length);
  for (let open = requests; open.length > 0; open = open.filter(({ interview }) => !failed.has(interview))) {
    const savepoint = data.setSavepoint();
    const bad = attempt(operation, open);
    for (const [interview, { error }] of bad) failed.set(interview, error);
    const isHalfDone = [...bad.values()].some(({ saved }) => saved > 0);
    if (!isHalfDone) {
      data.releaseSavepoint(savepoint);
      return failed;
    }
    data.rollback(savepoint);
    if (operation === 'insert') for (const { records } of open) for (const record of records) record.fields.delete('Id');
  }
  return failed;
}

/** The first error of each interview that has one, and how many of its records were saved all the same. */
function attempt(operation: Operation, requests: readonly SaveRequest[]): Map<Interview, { readonly error: DmlRowError; readonly saved: number }> {
  const bad = new Map<Interview, { error: DmlRowError; saved: number }>();
  const { access, caller } = requests[0]!.interview.context;
  let results: ReturnType<typeof attemptSave>;
  try {
    results = attemptSave(operation, requests.flatMap(({ records }) => records), { access, caller, allOrNone: false, isGeneric: false });
  } catch (thrown) {
    if (!isCatchable(thrown)) throw thrown;
    for (const { interview } of requests) bad.set(interview, { error: errorOf(thrown), saved: 0 });
    return bad;
  }
  let at = 0;
  for (const { interview, records } of requests) {
    const own = results.slice(at, at += records.length);
    const first = own.find(({ isSuccess }) => !isSuccess);
    if (first !== undefined) bad.set(interview, { error: first.errors[0]!, saved: own.filter(({ isSuccess }) => isSuccess).length });
  }
  return bad;
}

function errorOf(exception: ApexException): DmlRowError {
  const row = exception.dmlRows?.[0];
  return row === undefined ? { statusCode: exception.$type.name, message: exception.message ?? '', fields: [] } : { statusCode: row.statusCode, message: row.message, fields: row.fields };
}
