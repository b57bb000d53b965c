/** Runs triggers: guards their records against DML, their rows against self-reference, and counts how deep they nest. */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { TriggerContext } from '../contract.ts';
import { fieldOfRow, namespaceOf, storageOfFormula, storedFormula } from '../formula/stored.ts';
import type { StoredRow, TableLayout } from '../layout.ts';
import { toApex } from '../values.ts';
import { rowErrors } from './errors.ts';
import type { DmlHost, Rows, Work } from './host.ts';
import { recordOf } from './records.ts';

/** A row as triggers see it: formulas are worked out when they are read. */
export function triggerRecord(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, isReadOnly: boolean): SObjectRecord {
  const record = recordOf(layout, row, host.bridge, isReadOnly);
  record.derive = (name) => {
    const field = layout.object.fields.get(name.toLowerCase());
    if (field === undefined || field.formula === null) return undefined;
    const storage = storageOfFormula(field);
    const value = storedFormula(storage, fieldOfRow(host, rows, layout, row, field.name, namespaceOf(field.name) ?? layout.object.namespace));
    return toApex(host.bridge, storage.storage, storage.scale, value) as ApexValue;
  };
  return record;
}

const MAXIMUM_DEPTH = 16;

function isTooDeep({ triggerState }: DmlHost, works: readonly Work[]): boolean {
  if (triggerState.depth < MAXIMUM_DEPTH) return false;
  for (const work of works) work.errors.push(rowErrors.triggerDepth());
  return true;
}

/** Runs what nests as triggers do and is none. */
export function runNested(host: DmlHost, works: readonly Work[], run: () => void): void {
  if (isTooDeep(host, works)) return;
  host.triggerState.depth++;
  try {
    run();
  } finally {
    host.triggerState.depth--;
  }
}

const running = new WeakSet<SObjectRecord>();

/** `busy`: what must not be done to the rows while the triggers run. */
export function runTriggers(host: DmlHost, works: readonly Work[], context: TriggerContext, busy: 'update' | 'delete' | null): void {
  const { triggerState } = host;
  if (isTooDeep(host, works)) return;
  const records = [...(context.newRecords ?? []), ...(context.oldRecords ?? [])];
  const marked = busy === null ? [] : works.map((work) => work.id!).filter((id) => !triggerState.busy.has(id));
  for (const record of records) running.add(record);
  for (const id of marked) triggerState.busy.set(id, busy!);
  const outer = triggerState.invocation;
  triggerState.invocation = ++triggerState.invocations;
  triggerState.depth++;
  try {
    host.triggers.run(context);
  } finally {
    triggerState.depth--;
    triggerState.invocation = outer;
    for (const id of marked) triggerState.busy.delete(id);
    for (const record of records) running.delete(record);
  }
}

/** Whether a record belongs to a trigger that runs: DML on it is refused. */
export function isTriggerRecord(record: SObjectRecord): boolean {
  return running.has(record);
}
