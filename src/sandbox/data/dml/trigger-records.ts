/** The records of triggers that run at the moment: DML on them is refused. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';

const running = new WeakMap<SObjectRecord, number>();

export function guardTriggerRecords(records: readonly SObjectRecord[], run: () => void): void {
  for (const record of records) running.set(record, 1);
  try {
    run();
  } finally {
    for (const record of records) running.delete(record);
  }
}

export function isTriggerRecord(record: SObjectRecord): boolean {
  return running.has(record);
}
