/** Between stored values and formula values, and formulas over a stored row. */
import type { SQLInputValue } from 'node:sqlite';
import type { DmlHost, Rows } from '../dml/host.ts';
import type { StorageClass, StoredRow, StoredValue, TableLayout } from '../layout.ts';
import { qualify } from '../metadata/names.ts';
import type { FieldSchema } from '../schema.ts';
import { decimalOf, parseDecimal, rescale } from '../values.ts';
import type { PlainValue } from '../values.ts';
import { evaluate, textOf } from './evaluate.ts';
import type { FormulaContext, FormulaValue } from './evaluate.ts';
import { FormulaError, parseFormula } from './parse.ts';

export function formulaValue(storage: StorageClass, scale: number, value: StoredValue | SQLInputValue): FormulaValue {
  // Binary values have no place in formulas.
  if (value === null || value === undefined || typeof value === 'object') return null;
  switch (storage) {
    case 'boolean': return Number(value) === 1;
    case 'integer': case 'long': case 'double': return Number(value);
    case 'decimal': return Number(`${value}e-${scale}`);
    case 'date': return { kind: 'date', value: Number(value) };
    case 'datetime': return { kind: 'datetime', value: Number(value) };
    case 'time': return { kind: 'time', value: Number(value) };
    case 'blob': return null;
    default: return String(value);
  }
}

export function formulaOfPlain(value: PlainValue): FormulaValue {
  switch (value.kind) {
    case 'boolean': case 'string': return value.value;
    case 'date': case 'datetime': case 'time': return { kind: value.kind, value: value.value };
    default: {
      const number = decimalOf(value);
      return number === null ? null : Number(`${number.unscaled}e-${number.scale}`);
    }
  }
}

/** The storage class of what a formula field yields. */
export function storageOfFormula(field: FieldSchema): { storage: StorageClass; scale: number } {
  switch (field.type) {
    case 'Boolean': return { storage: 'boolean', scale: 0 };
    case 'Date': return { storage: 'date', scale: 0 };
    case 'Datetime': return { storage: 'datetime', scale: 0 };
    case 'Time': return { storage: 'time', scale: 0 };
    case 'Double': case 'Currency': case 'Percent': return { storage: 'decimal', scale: field.scale };
    default: return { storage: 'text', scale: 0 };
  }
}

export function storedFormula(storage: StorageClass, scale: number, value: FormulaValue): StoredValue {
  if (value === null || (typeof value === 'number' && Number.isNaN(value))) return storage === 'boolean' ? 0 : null;
  switch (storage) {
    case 'boolean': return Number(value === true);
    case 'integer': return typeof value === 'number' ? Math.round(value) : null;
    case 'decimal': {
      const number = typeof value === 'number' ? parseDecimal(String(value)) : null;
      return number === null ? null : rescale(number.unscaled, number.scale, scale);
    }
    case 'date': case 'datetime': case 'time':
      if (typeof value !== 'object') return null;
      if (value.kind === storage) return value.value;
      return storage === 'date' ? Math.floor(value.value / 86_400_000) : value.kind === 'date' ? value.value * 86_400_000 : value.value;
    default: return textOf(value) === '' ? null : textOf(value);
  }
}

/** The namespace that bare custom names in a component's formulas belong to. */
export function namespaceOf(name: string): string | null {
  return /^([A-Za-z]\w*?)__\w+?__[a-z]+$/i.exec(name)?.[1] ?? null;
}

/** The value of a field of a row: stored, or worked out if it is a formula. */
export function fieldOfRow(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, name: string, namespace: string | null, depth = 0): FormulaValue {
  const { schema } = host.store;
  const field = schema.field(layout.object, qualify(name, namespace)) ?? schema.field(layout.object, name);
  if (field === undefined) throw new FormulaError(`Field ${name} does not exist on ${layout.object.name}`);
  if (field.formula !== null) {
    if (depth > 20) throw new FormulaError(`Formula ${layout.object.name}.${field.name} refers to itself`);
    const { storage, scale } = storageOfFormula(field);
    const own = namespaceOf(field.name) ?? layout.object.namespace;
    const context = rowContext(host, rows, layout, row, row, false, own, depth + 1);
    return formulaValue(storage, scale, storedFormula(storage, scale, evaluate(parseFormula(field.formula), context)));
  }
  const column = layout.byField.get(field.name.toLowerCase());
  return column === undefined ? null : formulaValue(column.storage, column.scale, row[column.index] ?? null);
}

function pathOfRow(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, path: readonly string[], namespace: string | null, depth: number): FormulaValue {
  if (path.length === 1) return fieldOfRow(host, rows, layout, row, path[0]!, namespace, depth);
  const { schema } = host.store;
  // A polymorphic step may name its type: `Owner:User.Name`.
  const step = path[0]!.replace(/:.*$/, '');
  const lookup = schema.parentRelationship(layout.object, qualify(step, namespace)) ?? schema.parentRelationship(layout.object, step);
  if (lookup === undefined) throw new FormulaError(`Field ${path.join('.')} does not exist on ${layout.object.name}`);
  const id = row[layout.byField.get(lookup.name.toLowerCase())!.index];
  if (typeof id !== 'string') return null;
  const target = rows.layoutOfId(id);
  const parent = target === undefined ? undefined : rows.readOne(target, id);
  return parent === undefined ? null : pathOfRow(host, rows, target!, parent, path.slice(1), namespace, depth);
}

/** `before` is the row as it was, null for a new one. */
export function rowContext(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, before: StoredRow | null, isNew: boolean, namespace: string | null, depth = 0): FormulaContext {
  return {
    calendar: host.calendar(), isNew, blankAsZero: depth > 0,
    field: (path) => pathOfRow(host, rows, layout, row, path, namespace, depth),
    prior: (path) => pathOfRow(host, rows, layout, before ?? row, path, namespace, depth),
    global: (path) => formulaOfPlain(host.bridge.plain(host.global(path.map((part, i) => (i === 0 ? part : qualify(part, namespace)))))),
  };
}
