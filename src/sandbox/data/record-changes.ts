/** What a transaction would commit, for a person: which records it makes, changes and deletes, with the values of their fields. */
import type { Delta } from './delta.ts';
import { NOT_DELETED } from './layout.ts';
import type { Column, StoredRow, StoredValue } from './layout.ts';

export type FieldValue = string | number | boolean | null;

export interface RecordChange {
  readonly object: string;
  readonly id: string;
  readonly kind: 'inserted' | 'updated' | 'deleted';
  /** By field: before and after. Of an inserted record those that have a value, of a deleted one none. */
  readonly fields: Readonly<Record<string, readonly [FieldValue, FieldValue]>>;
}

/** Follow from who saves and when. */
const STAMPS: ReadonlySet<string> = new Set(['Id', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'LastViewedDate', 'LastReferencedDate', 'LastActivityDate']);
const DAY_MS = 86_400_000;

/** In the order of their objects' and records' first change; at most so many. */
export function recordChanges(delta: Delta, limit: number): RecordChange[] {
  const changes: RecordChange[] = [];
  for (const { layout, entries } of delta.objects()) {
    // What the platform keeps for itself.
    if (layout.object.name.startsWith('$')) continue;
    for (const [id, { base, row }] of entries) {
      if (changes.length >= limit) return changes;
      const isGone = row === null || (layout.isDeleted !== null && Number(row[layout.isDeleted.index] ?? NOT_DELETED) !== NOT_DELETED);
      if (base === null && isGone) continue;
      const kind = base === null ? 'inserted' : isGone ? 'deleted' : 'updated';
      const fields = kind === 'deleted' ? {} : fieldsOf(layout.columns, base, row);
      if (kind !== 'updated' || Object.keys(fields).length > 0) changes.push({ object: layout.object.name, id, kind, fields });
    }
  }
  return changes;
}

function fieldsOf(columns: readonly Column[], before: StoredRow | null, after: StoredRow | null): RecordChange['fields'] {
  return Object.fromEntries(columns.flatMap((column) => {
    const { index, field } = column;
    const [then, now] = [before?.[index] ?? null, after?.[index] ?? null];
    if (then === now || STAMPS.has(field.name) || (before === null && now === null)) return [];
    return [[field.name, [shown(column, then), shown(column, now)] as const] as const];
  }));
}

function shown({ storage, scale }: Column, value: StoredValue): FieldValue {
  if (value === null) return null;
  switch (storage) {
    case 'boolean': return value === 1;
    case 'date': return new Date(Number(value) * DAY_MS).toISOString().slice(0, 10);
    case 'datetime': return new Date(Number(value)).toISOString();
    case 'time': return new Date(Number(value)).toISOString().slice(11);
    case 'decimal': return decimalText(BigInt(value as bigint), scale);
    case 'long': return String(value);
    case 'blob': return `${(value as Uint8Array).length} bytes`;
    default: return value as string | number;
  }
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return unscaled < 0n ? `-${text}` : text;
}
