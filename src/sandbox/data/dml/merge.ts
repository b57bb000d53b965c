/** Merge: the losers' children move to the winner, the losers are deleted, the winner is updated. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { SObjectRecord as RecordClass } from '../../apex/runtime/sobject.ts';
import { DataError } from '../contract.ts';
import type { DmlOptions, DmlRowResult } from '../contract.ts';
import { normalizeId } from '../ids.ts';
import type { StoredValue } from '../layout.ts';
import { MASTER } from './delete.ts';
import { rowErrors } from './errors.ts';
import { RollUpFailure } from './rollups.ts';
import { lockRows } from './row-locks.ts';
import type { DmlEngine } from './engine.ts';
import type { DmlHost, Rows } from './host.ts';

const MERGEABLE: ReadonlySet<string> = new Set(['Account', 'Contact', 'Lead', 'Case']);

/** One delete event for all losers, then one update event for the winner; reparented children fire nothing. */
export function mergeRecords(dml: DmlEngine, host: DmlHost, rows: Rows, master: SObjectRecord, duplicates: readonly string[], options: DmlOptions): DmlRowResult {
  const object = host.store.schema.object(master.objectName);
  if (object === undefined || !MERGEABLE.has(object.name)) throw new DataError('System.TypeException', `DML operation MERGE not allowed on ${master.objectName}`);
  if (duplicates.length > 2) throw new DataError('System.ListException', 'Merge supports at most two records beside the master');
  const winner = master.fields.get('Id');
  if (typeof winner !== 'string') throw new DataError('System.DmlException', 'Merge failed. First exception on row 0; first error: MISSING_ARGUMENT, Id not specified in a merge call: []');
  const mark = host.delta.mark();
  const ids = [winner, ...duplicates].map((id) => normalizeId(id) ?? id);
  if (!lockRows(host, ids)) return { id: winner, isSuccess: false, isCreated: false, errors: [rowErrors.locked(ids)] };
  try {
    const losers = duplicates.map((id) => {
      const record = new RecordClass(object.name);
      record.fields.set('Id', normalizeId(id) ?? id);
      return record;
    });
    for (const loser of losers) reparent(host, rows, loser.fields.get('Id') as string, normalizeId(winner) ?? winner, object.name);
    const deleted = dml.run('delete', losers, { ...options, extra: new Map([...(options.extra ?? []), [MASTER, normalizeId(winner) ?? winner]]) });
    const failed = deleted.find((result) => !result.isSuccess);
    if (failed !== undefined) {
      host.delta.rollbackTo(mark);
      return { ...failed, id: winner };
    }
    const [updated] = dml.run('update', [master], options);
    if (!updated!.isSuccess) host.delta.rollbackTo(mark);
    return updated!;
  } catch (error) {
    host.delta.rollbackTo(mark);
    if (error instanceof RollUpFailure) return { id: winner, isSuccess: false, isCreated: false, errors: error.errors };
    throw error;
  }
}

function reparent(host: DmlHost, rows: Rows, from: string, to: string, objectName: string): void {
  const { schema } = host.store;
  const lookups = schema.object(objectName)!.childRelationships.map((child) => ({ object: child.childObject, field: child.field }));
  for (const object of ['Task', 'Event', 'Attachment', 'Note', 'ContentDocumentLink']) {
    for (const field of ['WhatId', 'WhoId', 'ParentId', 'LinkedEntityId']) lookups.push({ object, field });
  }
  for (const { object, field } of lookups) {
    const child = schema.object(object);
    const column = child === undefined ? undefined : rows.layout(child).byField.get(field.toLowerCase());
    if (child === undefined || column === undefined || field === 'MasterRecordId') continue;
    const layout = rows.layout(child);
    const ids = rows.findIds(layout, field, [from]).map((one) => one.id);
    if (!lockRows(host, ids)) throw new RollUpFailure(rowErrors.locked(ids));
    for (const [id, row] of rows.read(layout, ids)) {
      if (row[column.index] !== from) continue;
      const moved = row.slice() as StoredValue[];
      moved[column.index] = to;
      rows.put(layout, id, moved);
    }
  }
}
