/** From the columns of a result row to records: which column becomes which field of which record. */
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { fromDatabase } from '../layout.ts';
import type { Column, StorageClass, StoredValue } from '../layout.ts';
import { toApex } from '../values.ts';
import type { ValueBridge } from '../values.ts';

export interface FieldRead {
  readonly name: string;
  readonly read: (row: readonly StoredValue[], bridge: ValueBridge) => unknown;
}

export interface RecordPlan {
  objectName: string;
  /** Column of the record's id: null there means that there is no record. */
  idColumn: number;
  readonly fields: FieldRead[];
  readonly parents: Map<string, RecordPlan>;
}

/** The distinct columns of one SELECT. */
export class Projection {
  readonly columns: string[] = [];
  hasBigInts = false;
  readonly #indexes = new Map<string, number>();

  add(sql: string, storage: StorageClass): number {
    if (storage === 'decimal' || storage === 'long') this.hasBigInts = true;
    let index = this.#indexes.get(sql);
    if (index === undefined) {
      index = this.columns.push(sql) - 1;
      this.#indexes.set(sql, index);
    }
    return index;
  }
}

export function readColumn(index: number, storage: StorageClass, scale: number, trims = false): FieldRead['read'] {
  return (row, bridge) => toApex(bridge, storage, scale, row[index]!, trims);
}

export function newPlan(objectName: string, idColumn: number): RecordPlan {
  return { objectName, idColumn, fields: [], parents: new Map() };
}

export function buildRecord(plan: RecordPlan, row: readonly StoredValue[], bridge: ValueBridge): SObjectRecord {
  const record = new SObjectRecord(plan.objectName);
  record.isFromQuery = true;
  for (const { name, read } of plan.fields) record.fields.set(name, read(row, bridge));
  if (plan.parents.size > 0) {
    record.relationships = new Map();
    for (const [name, parent] of plan.parents) record.relationships.set(name, row[parent.idColumn] === null ? null : buildRecord(parent, row, bridge));
  }
  return record;
}

/** A value read by itself, in the form that rows have. */
export function normalized(storage: StorageClass, value: StoredValue): StoredValue {
  return fromDatabase({ storage } as Column, value);
}
