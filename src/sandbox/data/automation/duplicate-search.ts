/** Duplicates of records that nobody saves: `Datacloud.FindDuplicates`. Source: Apex Reference, FindDuplicates and FindDuplicatesByIds. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { DataError } from '../contract.ts';
import type { DmlHost, Rows, Work } from '../dml/host.ts';
import { overlay } from '../dml/records.ts';
import { startRow } from '../dml/save.ts';
import { normalizeId } from '../ids.ts';
import { findDuplicates } from './duplicate-rules.ts';
import type { DuplicateFinding } from './duplicate-rules.ts';

/** For each record what the active rules of its object find. Records of stored rows need only an id. */
export function searchDuplicates(host: DmlHost, rows: Rows, records: readonly SObjectRecord[]): DuplicateFinding[][] {
  return records.map((record) => {
    const object = host.store.schema.object(record.objectName)!;
    if (!object.automation.duplicates.some((rule) => rule.isActive)) throw new DataError('System.HandledException', `No active duplicate rules are defined for the ${object.name} object type.`);
    const layout = rows.layout(object);
    const given = record.fields.get('Id');
    const id = typeof given === 'string' ? (normalizeId(given) ?? given) : null;
    const stored = id === null ? undefined : rows.readOne(layout, id);
    const work: Work = { index: 0, record, layout, isNew: stored === undefined, id, before: stored ?? null, row: startRow(layout.columns.length, stored ?? null), errors: [] };
    overlay(work, record, (name) => host.store.schema.field(object, name), host.bridge, 'platform');
    return findDuplicates(host, rows, work, false);
  });
}
