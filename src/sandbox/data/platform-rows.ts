/** Rows that the platform itself keeps in a transaction: no triggers, rules or rights; undone with a savepoint like any other. */
import type { SObjectRecord } from '../apex/runtime/sobject.ts';
import type { PlatformRows, PlatformValues } from './contract.ts';
import type { DmlHost, Rows } from './dml/host.ts';
import type { StoredValue, TableLayout } from './layout.ts';
import type { ObjectSchema } from './schema.ts';
import { toStored } from './values.ts';
import type { PlainValue } from './values.ts';

/** In front of the name of a flow among the subscribers of an event. */
export const FLOW = 'flow:';

export class SessionPlatformRows implements PlatformRows {
  readonly #host: DmlHost;
  readonly #rows: Rows;

  constructor(host: DmlHost, rows: Rows) {
    this.#host = host;
    this.#rows = rows;
  }

  insert(object: ObjectSchema, id: string, values: PlatformValues): void {
    const layout = this.#rows.layout(object);
    const row: StoredValue[] = layout.columns.map((column) => (column.storage === 'boolean' ? 0 : null));
    row[0] = id;
    const now = this.#host.calendar().now;
    const { userId } = this.#host;
    fill(layout, row, { CreatedDate: now, LastModifiedDate: now, SystemModstamp: now, CreatedById: userId, LastModifiedById: userId, ...values });
    this.#rows.insert(layout, id, row);
  }

  update(object: ObjectSchema, id: string, values: PlatformValues): void {
    const layout = this.#rows.layout(object);
    const before = this.#rows.readOne(layout, id);
    if (before === undefined) return;
    const row = before.slice();
    fill(layout, row, { LastModifiedDate: this.#host.calendar().now, ...values });
    this.#rows.put(layout, id, row);
  }

  remove(object: ObjectSchema, id: string): void {
    const layout = this.#rows.layout(object);
    if (this.#rows.readOne(layout, id) !== undefined) this.#rows.put(layout, id, null);
  }

  read(object: ObjectSchema, id: string): PlatformValues | null {
    const layout = this.#rows.layout(object);
    const row = this.#rows.readOne(layout, id);
    if (row === undefined || this.#rows.isDeleted(layout, row)) return null;
    return Object.fromEntries(layout.columns.map((column) => {
      const value = row[column.index] ?? null;
      return [column.field.name, column.storage === 'boolean' ? value === 1 : typeof value === 'bigint' ? Number(value) : (value as string | number | null)];
    }));
  }

  find(object: ObjectSchema, field: string, value: string): string[] {
    const layout = this.#rows.layout(object);
    const column = layout.byField.get(field.toLowerCase());
    const key = column?.key == null ? value : value.toLowerCase();
    return this.#rows.findIds(layout, field, [key]).map(({ id }) => id).filter((id) => this.read(object, id) !== null);
  }

  triggersOf(event: ObjectSchema): readonly string[] {
    return [...this.#host.triggers.names(event, 'AFTER_INSERT'), ...(this.#host.flows?.eventFlows(event) ?? []).map((name) => FLOW + name)];
  }

  deliver(event: ObjectSchema, trigger: string, messages: readonly SObjectRecord[]): void {
    if (trigger.startsWith(FLOW)) this.#host.flows!.deliver(trigger.slice(FLOW.length), event, messages);
    else this.#host.triggers.runOne(trigger, { object: event, operation: 'AFTER_INSERT', newRecords: messages, oldRecords: null });
  }
}

function fill(layout: TableLayout, row: StoredValue[], values: PlatformValues): void {
  for (const [name, value] of Object.entries(values)) {
    const column = layout.byField.get(name.toLowerCase());
    if (column === undefined) continue;
    const isTemporal = typeof value === 'number' && (column.storage === 'datetime' || column.storage === 'date');
    const stored = isTemporal ? value : toStored(column, plainOf(value));
    row[column.index] = stored ?? null;
  }
}

function plainOf(value: PlatformValues[string]): PlainValue {
  if (value === null || value === undefined) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'string', value };
  return typeof value === 'boolean' ? { kind: 'boolean', value } : { kind: 'double', value };
}
