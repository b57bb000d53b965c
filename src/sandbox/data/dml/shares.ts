/**
 * Shares that follow from others: the owner's row, what a change of owner takes away, and what a share may say. Source: Apex
 * Developer Guide, Understanding Sharing and Sharing a Record Using Apex; Object Reference, AccountShare.
 */
import type { StoredValue } from '../layout.ts';
import type { ObjectSchema } from '../schema.ts';
import { shareColumns } from '../security/record-sharing.ts';
import type { ShareColumns } from '../security/record-sharing.ts';
import { rowErrors } from './errors.ts';
import type { DmlHost, Rows, Work } from './host.ts';

/** Objects whose owners have a share: those that not everybody may change. */
function ownedShares(host: DmlHost, object: ObjectSchema): ShareColumns | null {
  if ((object.sharingModel !== 'Private' && object.sharingModel !== 'Read') || !object.fields.has('ownerid')) return null;
  return shareColumns({ schema: host.store.schema, layoutOf: host.store.layoutOf.bind(host.store) }, object);
}

/** After rows were saved, deleted or brought back. */
export function updateOwnerShares(host: DmlHost, rows: Rows, works: readonly Work[], isDeleted = false): void {
  const [first] = works;
  const columns = first === undefined ? null : ownedShares(host, first.layout.object);
  if (columns === null) return;
  const { layout, parent, grantee, level } = columns;
  const owner = first!.layout.byField.get('ownerid')!;
  const cause = layout.byField.get('rowcause')!;
  for (const { id, isNew, before, row } of works) {
    const hasNewOwner = before !== null && !isDeleted && before[owner.index] !== row[owner.index];
    if (!isNew && !hasNewOwner && !isDeleted && rows.findIds(layout, parent.field.name, [id!]).length > 0) continue;
    if (!isNew) {
      const shares = rows.read(layout, rows.findIds(layout, parent.field.name, [id!]).map((one) => one.id));
      // A new owner starts afresh: what was shared by hand goes with the old one.
      for (const [shareId, share] of shares) if (isDeleted || ['Owner', 'Manual'].includes(String(share[cause.index]))) rows.put(layout, shareId, null);
    }
    if (isDeleted) continue;
    const shareId = host.newRecordId(layout.object.keyPrefix!);
    const share = new Array<StoredValue>(layout.columns.length).fill(null);
    share[0] = shareId;
    for (const column of layout.columns) if (column.storage === 'boolean') share[column.index] = 0;
    share[parent.index] = id!;
    share[grantee.index] = row[owner.index] ?? null;
    share[level.index] = 'All';
    share[cause.index] = 'Owner';
    rows.insert(layout, shareId, share);
  }
}

/** A share has to give more than everybody has anyway. */
export function checkShare(host: DmlHost, work: Work): void {
  const { layout } = work;
  if (layout.object.kind !== 'share') return;
  const parent = layout.byField.get('parentid') ?? layout.columns.find((column) => column.field.deleteBehavior === 'cascade');
  const level = layout.columns.find((column) => column.field.name === 'AccessLevel' || (parent !== undefined && column.field.name === `${parent.field.name.slice(0, -2)}AccessLevel`));
  const parentId = parent === undefined ? null : work.row[parent.index];
  if (level === undefined || typeof parentId !== 'string') return;
  const shared = host.store.schema.object(parent!.field.referenceTo[0] ?? '');
  if (shared === undefined) return;
  const given = work.row[level.index];
  const byDefault = shared.sharingModel === 'Private' ? 'None' : shared.sharingModel === 'Read' ? 'Read' : 'Edit';
  if ((byDefault === 'Read' && given === 'Read') || (byDefault === 'Edit' && given !== 'All')) work.errors.push(rowErrors.trivialShare(level.field, String(given), byDefault));
}
