/** Between stored values and formula values, and formulas over a stored row. */
import type { SQLInputValue } from 'node:sqlite';
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import type { DmlHost, Rows } from '../dml/host.ts';
import { keyOfStored } from '../layout.ts';
import type { StorageClass, StoredRow, StoredValue, TableLayout } from '../layout.ts';
import { qualify } from '../metadata/names.ts';
import type { FieldSchema } from '../schema.ts';
import { decimalOf, rescale } from '../values.ts';
import type { PlainValue } from '../values.ts';
import { evaluate } from './evaluate.ts';
import type { FormulaContext } from './evaluate.ts';
import { globalValue } from './globals.ts';
import { FormulaError, parseFormula } from './parse.ts';
import type { FormulaNode } from './parse.ts';
import { DAY, FormulaEvaluationError, isTemporal, textOf } from './values.ts';
import type { FormulaValue } from './values.ts';

/** How a value is stored, or a formula field's would be. */
export interface FormulaStorage {
  readonly storage: StorageClass;
  readonly scale: number;
  /** 12.5 % is stored as 12.5 and is 0.125 in formulas. */
  readonly isPercent: boolean;
}

const HUNDRED = 2;

export function formulaValue({ storage, scale, isPercent }: FormulaStorage, value: StoredValue | SQLInputValue, blankAsZero: boolean): FormulaValue {
  const isMissing = value === null || value === undefined;
  switch (storage) {
    case 'boolean': return !isMissing && Number(value) !== 0;
    case 'integer': case 'long': case 'double': case 'decimal': {
      if (isMissing) return blankAsZero ? ApexDecimal.ZERO : null;
      const number = storage === 'decimal' ? new ApexDecimal(BigInt(value as bigint), scale) : ApexDecimal.parse(String(value as number))!;
      return isPercent ? new ApexDecimal(number.unscaled, number.scale + HUNDRED) : number;
    }
    case 'date': case 'datetime': case 'time': return isMissing ? null : { kind: storage, value: Number(value) };
    // Binary values have no place in formulas.
    case 'blob': return null;
    // Ids have 15 characters in formulas.
    case 'id': return isMissing ? '' : String(value).slice(0, 15);
    default: return isMissing ? '' : String(value as string);
  }
}

export function formulaOfPlain(value: PlainValue): FormulaValue {
  switch (value.kind) {
    case 'boolean': case 'string': return value.value;
    case 'date': case 'datetime': case 'time': return { kind: value.kind, value: value.value };
    default: {
      const number = decimalOf(value);
      return number === null ? null : new ApexDecimal(number.unscaled, number.scale);
    }
  }
}

/** The storage of what a formula field yields. */
export function storageOfFormula(field: FieldSchema): FormulaStorage {
  switch (field.type) {
    case 'Boolean': return { storage: 'boolean', scale: 0, isPercent: false };
    case 'Date': return { storage: 'date', scale: 0, isPercent: false };
    case 'Datetime': return { storage: 'datetime', scale: 0, isPercent: false };
    case 'Time': return { storage: 'time', scale: 0, isPercent: false };
    case 'Double': case 'Currency': case 'Percent': return { storage: 'decimal', scale: field.scale, isPercent: field.type === 'Percent' };
    default: return { storage: 'text', scale: 0, isPercent: false };
  }
}

export function storedFormula({ storage, scale, isPercent }: FormulaStorage, value: FormulaValue): StoredValue {
  if (value === null) return storage === 'boolean' ? 0 : null;
  const number = value instanceof ApexDecimal ? { unscaled: value.unscaled, scale: isPercent ? value.scale - HUNDRED : value.scale } : null;
  switch (storage) {
    case 'boolean': return Number(value === true);
    case 'integer': return number === null ? null : Number(rescale(number.unscaled, number.scale, 0));
    case 'decimal': return number === null ? null : rescale(number.unscaled, number.scale, scale);
    case 'double': return number === null ? null : new ApexDecimal(number.unscaled, number.scale).toDouble();
    case 'date': case 'datetime': case 'time':
      if (!isTemporal(value)) return null;
      if (value.kind === storage) return value.value;
      return storage === 'date' ? Math.floor(value.value / DAY) : value.kind === 'date' ? value.value * DAY : value.value;
    // Text fields have no blanks at their end.
    default: return textOf(value).trimEnd() || null;
  }
}

/** The stored form of a formula's value; a value that can't be worked out is blank. */
export function evaluateStored(storage: FormulaStorage, node: FormulaNode, context: FormulaContext): StoredValue {
  try {
    return storedFormula(storage, evaluate(node, context));
  } catch (error) {
    if (error instanceof FormulaEvaluationError) return storedFormula(storage, null);
    throw error;
  }
}

/** The namespace that bare custom names in a component's formulas belong to. */
export function namespaceOf(name: string): string | null {
  return /^([A-Za-z]\w*?)__\w+?__[a-z]+$/i.exec(name)?.[1] ?? null;
}

/** The value of a field of a row: stored, or worked out if it is a formula. */
export function fieldOfRow(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, name: string, namespace: string | null, depth = 0, blankAsZero = false): FormulaValue {
  const { schema } = host.store;
  const field = schema.field(layout.object, qualify(name, namespace)) ?? schema.field(layout.object, name);
  if (field === undefined) throw new FormulaError(`Field ${name} does not exist on ${layout.object.name}`);
  if (field.formula !== null) {
    if (depth > 20) throw new FormulaError(`Formula ${layout.object.name}.${field.name} refers to itself`);
    const storage = storageOfFormula(field);
    const own = namespaceOf(field.name) ?? layout.object.namespace;
    const context = { ...rowContext(host, rows, layout, row, row, false, own, depth + 1, field.treatsBlanksAsZero), isRule: false };
    return formulaValue(storage, evaluateStored(storage, parseFormula(field.formula), context), blankAsZero);
  }
  const column = layout.byField.get(field.name.toLowerCase());
  return column === undefined ? null : formulaValue({ ...column, isPercent: field.type === 'Percent' }, row[column.index] ?? null, blankAsZero);
}

export function pathOfRow(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, path: readonly string[], namespace: string | null, depth: number, blankAsZero: boolean): FormulaValue {
  if (path.length === 1) return fieldOfRow(host, rows, layout, row, path[0]!, namespace, depth, blankAsZero);
  const { schema } = host.store;
  // A polymorphic step may name its type: `Owner:User.Name`.
  const step = path[0]!.replace(/:.*$/, '');
  const lookup = schema.parentRelationship(layout.object, qualify(step, namespace)) ?? schema.parentRelationship(layout.object, step);
  if (lookup === undefined) throw new FormulaError(`Field ${path.join('.')} does not exist on ${layout.object.name}`);
  const id = row[layout.byField.get(lookup.name.toLowerCase())!.index];
  const target = typeof id === 'string' ? rows.layoutOfId(id) : undefined;
  const parent = target === undefined ? undefined : rows.readOne(target, id as string);
  // A parent that isn't there has a row of blanks.
  const named = schema.object(lookup.referenceTo[0] ?? '');
  if (parent === undefined) return named === undefined ? null : pathOfRow(host, rows, rows.layout(named), [], path.slice(1), namespace, depth, blankAsZero);
  return pathOfRow(host, rows, target!, parent, path.slice(1), namespace, depth, blankAsZero);
}

/** `before` is the row as it was, null for a new one. */
export function rowContext(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, before: StoredRow | null, isNew: boolean, namespace: string | null, depth = 0, blankAsZero = false): FormulaContext {
  return {
    calendar: host.calendar(), isNew, blankAsZero, isRule: true,
    field: (path) => pathOfRow(host, rows, layout, row, path, namespace, depth, blankAsZero),
    prior: (path) => pathOfRow(host, rows, layout, before ?? row, path, namespace, depth, blankAsZero),
    global: (path) => globalValue(host, rows, path, namespace),
    lookUp: (objectName, field, nameField, name) => {
      const object = host.store.schema.object(qualify(objectName, namespace)) ?? host.store.schema.object(objectName);
      if (object === undefined) throw new FormulaError(`Object ${objectName} does not exist`);
      const target = rows.layout(object);
      const found = rows.findIds(target, nameField, [String(keyOfStored(name))]).map(({ id }) => rows.readOne(target, id)!).find((one) => !rows.isDeleted(target, one));
      return fieldOfRow(host, rows, target, found ?? [], field, namespace, depth + 1);
    },
  };
}
