/** Roll-up summary fields: found by child object, worked out anew for the parents that a change touches. */
import type { DmlRowError } from '../contract.ts';
import { fieldOfRow, namespaceOf, storageOfFormula, storedFormula } from '../formula/stored.ts';
import type { StorageClass, StoredRow, StoredValue, TableLayout } from '../layout.ts';
import { OrgSchema } from '../org-schema.ts';
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';
import { decimalOf, parseDecimal, rescale } from '../values.ts';
import type { DmlHost, Rows, Work } from './host.ts';
import { rowErrors } from './errors.ts';
import { lockRows } from './row-locks.ts';
import { saveChunk, startRow } from './save.ts';
import type { SaveStep } from './save.ts';
import { applyStandardSummaries, summarizedLookups } from './standard-summaries.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';

interface RollUp { readonly parent: ObjectSchema; readonly field: FieldSchema; readonly foreignKey: string }

const bySchema = new WeakMap<Schema, Map<string, RollUp[]>>();

function rollUpsOf(schema: Schema, child: ObjectSchema): readonly RollUp[] {
  let index = bySchema.get(schema);
  if (index === undefined) {
    bySchema.set(schema, index = new Map());
    for (const parent of schema instanceof OrgSchema ? schema.definedObjects() : schema.objects()) {
      for (const field of parent.fields.values()) {
        const childObject = field.summary === null ? undefined : schema.object(field.summary.childObject);
        if (childObject === undefined) continue;
        const list = index.get(childObject.name) ?? [];
        index.set(childObject.name, [...list, { parent, field, foreignKey: field.summary!.foreignKey }]);
      }
    }
  }
  return index.get(child.name) ?? [];
}

/** Parents by object whose roll-ups depend on rows that changed; null stands for a row that wasn't or isn't there. */
export function affectedParents(host: DmlHost, layout: TableLayout, changes: readonly { before: StoredRow | null; after: StoredRow | null }[]): Map<ObjectSchema, Set<string>> {
  const parents = new Map<ObjectSchema, Set<string>>();
  const standard = summarizedLookups(layout.object.name).map(({ parent, lookup }) => ({ parent: host.store.schema.object(parent)!, foreignKey: lookup }));
  for (const { parent, foreignKey } of [...rollUpsOf(host.store.schema, layout.object), ...standard]) {
    const column = layout.byField.get(foreignKey.toLowerCase());
    if (column === undefined) continue;
    const ids = parents.get(parent) ?? new Set();
    parents.set(parent, ids);
    for (const { before, after } of changes) {
      for (const row of [before, after]) {
        const id = row?.[column.index];
        if (typeof id === 'string') ids.add(id);
      }
    }
  }
  return parents;
}

/** Parents whose roll-ups changed go through a save of their own, with their triggers. */
export function recalculateParents(step: SaveStep, parents: ReadonlyMap<ObjectSchema, ReadonlySet<string>>): void {
  const { host, rows } = step;
  for (const [parent, ids] of parents) {
    const layout = rows.layout(parent);
    const works: Work[] = [];
    // Before they are read: whoever has them now may change what is summed up.
    if (!lockRows(host, ids)) throw new RollUpFailure(rowErrors.locked([...ids]));
    for (const [id, before] of rows.read(layout, ids)) {
      if (rows.isDeleted(layout, before)) continue;
      const row = startRow(layout.columns.length, before);
      for (const field of parent.fields.values()) {
        if (field.summary !== null) row[layout.byField.get(field.name.toLowerCase())!.index] = summarize(host, rows, field, id);
      }
      applyStandardSummaries(rows, (name) => rows.layout(host.store.schema.object(name)!), layout, id, before, row);
      if (row.some((value, i) => value !== (before[i] ?? null))) {
        works.push({ index: works.length, record: new SObjectRecord(parent.name), layout, isNew: false, id, before, row, errors: [] });
      }
    }
    for (let from = 0; from < works.length; from += 200) saveChunk(step, works.slice(from, from + 200));
    const failed = works.find((work) => work.errors.length > 0);
    if (failed !== undefined) throw new RollUpFailure(...failed.errors);
  }
}

/** A parent refused its new summary: the child's save fails with it. */
export class RollUpFailure extends Error {
  readonly errors: readonly DmlRowError[];
  constructor(...errors: readonly DmlRowError[]) {
    super(errors[0]!.message);
    this.errors = errors;
  }
}

/** A new record has no children yet: counts and sums are zero, the others nothing. */
export function startSummaries(work: Work): void {
  for (const column of work.layout.columns) {
    const operation = column.field.summary?.operation;
    if (operation === 'count' || operation === 'sum') work.row[column.index] = column.storage === 'decimal' || column.storage === 'long' ? 0n : 0;
  }
}

function summarize(host: DmlHost, rows: Rows, field: FieldSchema, parentId: string): StoredValue {
  const { summary } = field;
  const child = rows.layout(host.store.schema.object(summary!.childObject)!);
  const ids = rows.findIds(child, summary!.foreignKey, [parentId]).map((one) => one.id);
  const kept = [...rows.read(child, ids).values()].filter((row) => !rows.isDeleted(child, row) && summary!.filters.every((filter) => passes(summarized(host, rows, child, filter.field), row, filter)));
  if (summary!.operation === 'count') return BigInt(kept.length) * 10n ** BigInt(Math.max(0, field.scale));
  const column = summarized(host, rows, child, summary!.field!);
  if (column === null) return null;
  const values = kept.map((row) => column.value(row)).filter((value) => value !== null);
  const isNumber = column.storage === 'decimal';
  const toParent = (value: StoredValue): StoredValue => (isNumber ? rescale(value as bigint, column.scale, Math.max(0, field.scale)) : value);
  if (summary!.operation === 'sum') return values.reduce<bigint>((sum, value) => sum + (toParent(value) as bigint), 0n);
  if (values.length === 0) return null;
  const best = values.reduce((a, b) => ((summary!.operation === 'min') === ((b as bigint) < (a as bigint)) ? b : a));
  return toParent(best);
}

/** A field of the children, stored or worked out. */
interface Summarized { readonly storage: StorageClass; readonly scale: number; value(row: StoredRow): StoredValue }

function summarized(host: DmlHost, rows: Rows, child: TableLayout, name: string): Summarized | null {
  const column = child.byField.get(name.toLowerCase());
  if (column !== undefined) return { storage: column.storage, scale: column.scale, value: (row) => row[column.index] ?? null };
  const field = host.store.schema.field(child.object, name);
  if (field?.formula == null) return null;
  const storage = storageOfFormula(field);
  return { ...storage, value: (row) => storedFormula(storage, fieldOfRow(host, rows, child, row, field.name, namespaceOf(field.name) ?? child.object.namespace)) };
}

function passes(column: Summarized | null, row: StoredRow, filter: NonNullable<FieldSchema['summary']>['filters'][number]): boolean {
  if (column === null) return false;
  const stored = column.value(row);
  const options = filter.value.split(',').map((one) => one.trim());
  if (column.storage === 'decimal' || column.storage === 'integer' || column.storage === 'long') {
    const wanted = parseDecimal(filter.value);
    if (wanted === null || stored === null) return filter.operation === 'notEqual' ? stored !== null : false;
    const left = decimalOf({ kind: 'decimal', unscaled: BigInt(stored as bigint), scale: column.scale })!;
    const scale = Math.max(left.scale, wanted.scale);
    const order = rescale(left.unscaled, left.scale, scale) - rescale(wanted.unscaled, wanted.scale, scale);
    return { equals: order === 0n, notEqual: order !== 0n, lessThan: order < 0n, greaterThan: order > 0n, lessOrEqual: order <= 0n, greaterOrEqual: order >= 0n }[filter.operation] ?? false;
  }
  const text = column.storage === 'boolean' ? (stored === 1 ? 'true' : 'false') : String(stored ?? '').toLowerCase();
  const wanted = options.map((one) => (column.storage === 'boolean' ? (['1', 'true'].includes(one.toLowerCase()) ? 'true' : 'false') : one.toLowerCase()));
  switch (filter.operation) {
    case 'equals': return wanted.includes(text);
    case 'notEqual': return !wanted.includes(text);
    case 'contains': return wanted.some((one) => text.includes(one));
    case 'notContain': return !wanted.some((one) => text.includes(one));
    case 'startsWith': return wanted.some((one) => text.startsWith(one));
    case 'includes': return wanted.some((one) => text.split(';').includes(one));
    case 'excludes': return !wanted.some((one) => text.split(';').includes(one));
    default: return false;
  }
}
