import type { DmlRowResult } from '../contract.ts';
import { normalizeId } from '../ids.ts';
import type { Rows } from './host.ts';

const NOT_THERE = { statusCode: 'INVALID_ID_FIELD', message: 'Invalid record id; no recycle bin entry found', fields: [] };

/**
 * Takes deleted rows out of the recycle bin, one by one: one that isn't in it doesn't keep the others. Queries over all rows
 * still find them for a while. Source: SOAP API Developer Guide, emptyRecycleBin().
 */
export function emptyRecycleBin(rows: Rows, ids: readonly string[]): DmlRowResult[] {
  return ids.map((given) => {
    const id = normalizeId(given) ?? given;
    const layout = rows.layoutOfId(id);
    const row = layout && rows.readOne(layout, id);
    if (layout === undefined || row === undefined || !rows.isDeleted(layout, row) || rows.purged.has(id)) return { id, isSuccess: false, isCreated: false, errors: [NOT_THERE] };
    rows.purged.add(id);
    return { id, isSuccess: true, isCreated: false, errors: [] };
  });
}
