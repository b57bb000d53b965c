/** Deletes and undeletes at most 200 rows of one object, with what hangs on them. */
import { clearLookup, restoreLookups } from './cleared-lookups.ts';
import type { DmlRowError, TriggerOperation } from '../contract.ts';
import { DELETED, DELETED_ALONG, DELETED_FOR_GOOD, NOT_DELETED } from '../layout.ts';
import type { StoredRow, StoredValue, TableLayout } from '../layout.ts';
import type { FieldSchema } from '../schema.ts';
import { rowErrors } from './errors.ts';
import { runFlowsBeforeDelete } from './flow-steps.ts';
import type { DmlHost, Rows, Work } from './host.ts';
import { affectedParents, recalculateParents } from './rollups.ts';
import { namePrimaryContacts } from './primary-contact.ts';
import { lockChanges, lockWorks } from './row-locks.ts';
import { takeErrors } from './save.ts';
import type { SaveStep } from './save.ts';
import { updateOwnerShares } from './shares.ts';
import { checkUnique } from './validate.ts';
import { runTriggers as runGuarded, triggerRecord } from './trigger-records.ts';

/** Lookups to any object, which no child relationship of the catalogue names. */
const POLYMORPHIC: readonly (readonly [object: string, field: string, behavior: 'cascade' | 'clear'])[] = [
  ['Task', 'WhatId', 'cascade'], ['Task', 'WhoId', 'clear'], ['Event', 'WhatId', 'cascade'], ['Event', 'WhoId', 'clear'], ['Attachment', 'ParentId', 'cascade'],
  ['Note', 'ParentId', 'cascade'], ['ContentDocumentLink', 'LinkedEntityId', 'cascade'], ['FeedItem', 'ParentId', 'cascade'], ['TopicAssignment', 'EntityId', 'cascade'],
];

type DeletedState = typeof NOT_DELETED | typeof DELETED | typeof DELETED_ALONG | typeof DELETED_FOR_GOOD;

interface Dependent { readonly layout: TableLayout; readonly field: FieldSchema; readonly behavior: 'cascade' | 'clear' | 'restrict' }

function dependentsOf(host: DmlHost, rows: Rows, layout: TableLayout): Dependent[] {
  const { schema } = host.store;
  const found = new Map<string, Dependent>();
  const add = (object: string, fieldName: string, behavior: Dependent['behavior'] | null): void => {
    const child = schema.object(object);
    const field = child === undefined ? undefined : schema.field(child, fieldName);
    const how = behavior ?? field?.deleteBehavior ?? null;
    if (child === undefined || field === undefined || how === null) return;
    const key = `${child.name}.${field.name}`;
    if (!found.has(key)) found.set(key, { layout: rows.layout(child), field, behavior: how });
  };
  for (const child of layout.object.childRelationships) add(child.childObject, child.field, null);
  for (const [object, field, behavior] of POLYMORPHIC) add(object, field, behavior);
  return [...found.values()];
}

/** Rows of setup objects, settings and shares don't go to the recycle bin. */
function isHardDeleted(layout: TableLayout): boolean {
  const { kind, isSetup } = layout.object;
  return layout.isDeleted === null || kind === 'customSetting' || kind === 'share' || isSetup;
}

function runTriggers(step: SaveStep, works: readonly Work[], operation: TriggerOperation): void {
  const { host } = step;
  const [first] = works;
  if (first === undefined || !host.triggers.hasTriggers(first.layout.object, operation)) return;
  const records = works.map((work) => triggerRecord(host, step.rows, work.layout, operation === 'AFTER_UNDELETE' ? work.row : work.before!, true));
  const isNew = operation === 'AFTER_UNDELETE';
  runGuarded(host, works, { object: first.layout.object, operation, newRecords: isNew ? records : null, oldRecords: isNew ? null : records }, 'delete');
  works.forEach((work, i) => takeErrors(records[i]!, work.errors));
}

const hasNoError = (work: Work): boolean => work.errors.length === 0;

export function deleteChunk(step: SaveStep, works: readonly Work[]): void {
  const { host } = step;
  lockWorks(host, works.map((work) => ({ ...work, row: marked(work.layout, work.before!, DELETED) })));
  runFlowsBeforeDelete(step, works.filter(hasNoError));
  runTriggers(step, works.filter(hasNoError), 'BEFORE_DELETE');
  const good = works.filter(hasNoError);
  for (const work of good) {
    const refused = removeRow(step, work.layout, work.id!, new Set(), labelOf(work));
    if (refused !== null) work.errors.push(refused);
  }
  const master = step.options.extra?.get(MASTER);
  if (typeof master === 'string') for (const work of good.filter(hasNoError)) nameMaster(step, work, master);
  updateOwnerShares(host, step.rows, good.filter(hasNoError), true);
  namePrimaryContacts(step, good.filter(hasNoError));
  runTriggers(step, good.filter(hasNoError), 'AFTER_DELETE');
  const [first] = good;
  if (first !== undefined) recalculateParents(step, affectedParents(host, first.layout, good.filter(hasNoError).map((work) => ({ before: work.before, after: null }))));
}

/** Where a delete is part of a merge: the id of the record that stays. */
export const MASTER = 'masterRecordId';

/** After-delete triggers tell a merge by it. Source: Apex Developer Guide, Triggers and Merge Statements. */
function nameMaster({ rows }: SaveStep, work: Work, master: string): void {
  const column = work.layout.byField.get('masterrecordid');
  const row = rows.readOne(work.layout, work.id!);
  if (column === undefined || row === undefined) return;
  rows.put(work.layout, work.id!, row.with(column.index, master));
  work.before = work.before!.with(column.index, master);
}

function labelOf(work: Work): string {
  const name = work.layout.columns.find((column) => column.field.isNameField);
  return String((name === undefined ? null : work.before![name.index]) ?? work.id);
}

/** Removes a row and what goes with it, or says why not. `label`: of the row that the statement names. Children fire no triggers. */
function removeRow(step: SaveStep, layout: TableLayout, id: string, seen: Set<string>, label: string): DmlRowError | null {
  const { host, rows } = step;
  if (seen.has(id)) return null;
  const isFirst = seen.size === 0;
  seen.add(id);
  const row = rows.readOne(layout, id);
  if (row === undefined || rows.isDeleted(layout, row)) return null;
  for (const dependent of dependentsOf(host, rows, layout)) {
    const ids = rows.findIds(dependent.layout, dependent.field.name, [id]).map((one) => one.id);
    const stateOf = (child: StoredRow): StoredValue => child[dependent.layout.isDeleted?.index ?? -1] ?? NOT_DELETED;
    const isMaster = dependent.field.type === 'MasterDetail';
    const concerned = (): Map<string, StoredRow> => new Map([...rows.read(dependent.layout, ids)].filter(([, child]) => stateOf(child) === NOT_DELETED || dependent.behavior === 'clear' || (isMaster && stateOf(child) === DELETED)));
    const found = [...concerned()];
    if (found.length === 0) continue;
    const changes = found.map(([childId, child]) => ({ id: childId, before: child, after: dependent.behavior === 'cascade' && stateOf(child) === NOT_DELETED ? marked(dependent.layout, child, DELETED_ALONG) : child }));
    if (dependent.behavior !== 'restrict' && !lockChanges(host, dependent.layout, changes)) return rowErrors.locked(changes.map((change) => change.id));
    // Whoever had them locked may have changed them.
    for (const [childId, child] of concerned()) {
      if (child[dependent.layout.byField.get(dependent.field.name.toLowerCase())!.index] !== id) continue;
      if (dependent.behavior === 'clear') {
        clearLookup(host, rows, dependent.layout, dependent.field.name, childId, child);
        continue;
      }
      if (stateOf(child) === DELETED) {
        rows.put(dependent.layout, childId, marked(dependent.layout, child, DELETED_FOR_GOOD));
        continue;
      }
      if (dependent.behavior === 'restrict' && !seen.has(childId)) return rowErrors.deleteRestricted(label, dependent.layout.object.labelPlural.toLowerCase());
      if (dependent.behavior === 'cascade') {
        const refused = removeRow(step, dependent.layout, childId, seen, label);
        if (refused !== null) return refused;
        recalculateParents(step, exceptFor(affectedParents(host, dependent.layout, [{ before: child, after: null }]), seen));
      }
    }
  }
  if (isHardDeleted(layout)) rows.put(layout, id, null);
  else {
    rows.put(layout, id, withDeleted(layout, row, isFirst ? DELETED : DELETED_ALONG, Math.floor(host.calendar().now / 1000) * 1000));
    rows.purged.delete(id);
  }
  return null;
}

function exceptFor(parents: ReturnType<typeof affectedParents>, gone: ReadonlySet<string>): ReturnType<typeof affectedParents> {
  return new Map([...parents].map(([object, ids]) => [object, new Set([...ids].filter((id) => !gone.has(id)))]));
}

/** As it is in the recycle bin, or out of it. */
function marked(layout: TableLayout, row: StoredRow, value: DeletedState): StoredValue[] {
  const changed = row.slice() as StoredValue[];
  if (layout.isDeleted !== null) changed[layout.isDeleted.index] = value;
  return changed;
}

function withDeleted(layout: TableLayout, row: StoredRow, value: DeletedState, now: number): StoredRow {
  const changed = marked(layout, row, value);
  const stamp = layout.byField.get('systemmodstamp');
  if (stamp !== undefined) changed[stamp.index] = now;
  return changed;
}

export function undeleteChunk(step: SaveStep, works: readonly Work[]): void {
  const { host, rows } = step;
  const now = Math.floor(host.calendar().now / 1000) * 1000;
  lockWorks(host, works.filter(hasNoError).map((work) => ({ ...work, row: marked(work.layout, work.before!, NOT_DELETED) })));
  for (const work of works.filter(hasNoError)) work.row = marked(work.layout, work.before!, NOT_DELETED);
  checkUnique(rows, works.filter(hasNoError));
  for (const work of works.filter(hasNoError)) checkMasters(rows, work);
  for (const work of works.filter(hasNoError)) restoreRow(step, work, work.layout, work.id!, now, new Set());
  for (const work of works.filter(hasNoError)) work.row = rows.readOne(work.layout, work.id!)!.slice() as StoredValue[];
  const good = works.filter(hasNoError);
  updateOwnerShares(host, rows, good);
  namePrimaryContacts(step, good);
  runTriggers(step, good, 'AFTER_UNDELETE');
  const [first] = good;
  if (first !== undefined) recalculateParents(step, affectedParents(host, first.layout, good.map((work) => ({ before: null, after: work.row }))));
}

/** A detail comes back to its master only. */
function checkMasters(rows: Rows, work: Work): void {
  for (const { field, index } of work.layout.columns) {
    const id = field.type === 'MasterDetail' ? work.row[index] : null;
    const layout = typeof id === 'string' ? rows.layoutOfId(id) : undefined;
    const master = layout === undefined ? undefined : rows.readOne(layout, id as string);
    if (layout !== undefined && (master === undefined || rows.isDeleted(layout, master))) work.errors.push(rowErrors.isDeleted());
  }
}

/** `work`: the row that the statement names; what keeps a row that comes with it away is its error. */
function restoreRow(step: SaveStep, work: Work, layout: TableLayout, id: string, now: number, seen: Set<string>): void {
  const { host, rows } = step;
  if (seen.has(id)) return;
  seen.add(id);
  const row = rows.readOne(layout, id);
  if (row === undefined || !rows.isDeleted(layout, row) || rows.purged.has(id)) return;
  rows.put(layout, id, withDeleted(layout, row, NOT_DELETED, now));
  restoreLookups(rows, id);
  for (const dependent of dependentsOf(host, rows, layout)) {
    if (dependent.behavior !== 'cascade') continue;
    const deleted = [...rows.read(dependent.layout, rows.findIds(dependent.layout, dependent.field.name, [id]).map((one) => one.id))].filter(([, child]) => child[dependent.layout.isDeleted?.index ?? -1] === DELETED_ALONG);
    const changes = deleted.map(([childId, before]) => ({ id: childId, before, after: marked(dependent.layout, before, NOT_DELETED) }));
    if (!lockChanges(host, dependent.layout, changes)) work.errors.push(rowErrors.locked(changes.map((change) => change.id)));
    const children: Work[] = changes.map((change, index) => ({ index, record: work.record, layout: dependent.layout, isNew: false, id: change.id, before: change.before, row: change.after, errors: work.errors }));
    checkUnique(rows, children);
    for (const child of children) restoreRow(step, work, dependent.layout, child.id!, now, seen);
  }
}
