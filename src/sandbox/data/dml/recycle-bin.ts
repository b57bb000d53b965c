import type { DmlRowResult } from '../contract.ts';
import { normalizeId } from '../ids.ts';
import type { Rows } from './host.ts';

const NOT_THERE = { statusCode: 'INVALID_ID_FIELD', message: 'Invalid record id; no recycle bin entry found', fields: [] };

/** Removes deleted rows for good, one by one: one that isn't in the recycle bin doesn't keep the others. */
export function emptyRecycleBin(rows: Rows, ids: readonly string[]): DmlRowResult[] {
  return ids.map((given) => {
    const id = normalizeId(given) ?? given;
    const layout = rows.layoutOfId(id);
    const row = layout && rows.readOne(layout, id);
    if (layout === undefined || row === undefined || !rows.isDeleted(layout, row)) return { id, isSuccess: false, isCreated: false, errors: [NOT_THERE] };
    rows.put(layout, id, null);
    return { id, isSuccess: true, isCreated: false, errors: [] };
  });
}
