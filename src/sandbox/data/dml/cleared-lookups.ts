/**
 * Lookups that a delete has cleared: an undelete of the parent sets them again, where nothing else is there by then. Source:
 * Apex Developer Guide, Undelete Operations (record associations that are restored).
 */
import type { StoredValue, TableLayout } from '../layout.ts';
import { field, objectSchema } from '../schema-parts.ts';
import type { DmlHost, Rows } from './host.ts';

/** No Apex can write the object's name, so nobody else sees its rows. */
const CLEARED_LOOKUP = objectSchema({
  name: '$ClearedLookup', kind: 'standard', keyPrefix: '$cl',
  fields: [field({ name: 'Id', type: 'Id' }), field({ name: 'ParentId', type: 'Reference' }), field({ name: 'ChildId', type: 'Reference' }), field({ name: 'Field', type: 'String', length: 255 })],
});

export function clearLookup(host: DmlHost, rows: Rows, layout: TableLayout, fieldName: string, childId: string, child: readonly StoredValue[]): void {
  const column = layout.byField.get(fieldName.toLowerCase())!;
  const parentId = child[column.index] as string;
  rows.put(layout, childId, child.with(column.index, null));
  const noted = rows.layout(CLEARED_LOOKUP);
  const row: StoredValue[] = noted.columns.map(() => null);
  const id = host.newRecordId(CLEARED_LOOKUP.keyPrefix!);
  for (const [name, value] of Object.entries({ Id: id, ParentId: parentId, ChildId: childId, Field: fieldName })) row[noted.byField.get(name.toLowerCase())!.index] = value;
  rows.insert(noted, id, row);
}

export function restoreLookups(rows: Rows, parentId: string): void {
  const noted = rows.layout(CLEARED_LOOKUP);
  const at = (name: string): number => noted.byField.get(name.toLowerCase())!.index;
  for (const { id } of rows.findIds(noted, 'ParentId', [parentId])) {
    const row = rows.readOne(noted, id)!;
    const childId = row[at('ChildId')] as string;
    const layout = rows.layoutOfId(childId);
    const child = layout && rows.readOne(layout, childId);
    const column = layout?.byField.get((row[at('Field')] as string).toLowerCase());
    if (child !== undefined && column !== undefined && child[column.index] === null) rows.put(layout!, childId, child.with(column.index, parentId));
    rows.put(noted, id, null);
  }
}
