/** System validation of a row: what the platform checks before triggers, and again with required fields after them. */
import { evaluate } from '../formula/evaluate.ts';
import { FormulaError, parseFormula } from '../formula/parse.ts';
import { rowContext } from '../formula/stored.ts';
import { makeId } from '../ids.ts';
import { offeredValues } from '../record-types.ts';
import { keyOfStored } from '../layout.ts';
import type { Column, TableLayout } from '../layout.ts';
import type { FieldSchema, RecordType, ValidationRule } from '../schema.ts';
import { rowErrors } from './errors.ts';
import type { DmlHost, Rows, Work } from './host.ts';
import { recordTypeOfRow } from './record-types.ts';
import { reachedParents } from './rights.ts';

const EMAIL = /^[^\s@<>(),;:\\"[\]]+@[^\s@<>(),;:\\"[\]]+\.[^\s@<>(),;:\\"[\]]+$/;
const MAXIMUM_INTEGER = 2_147_483_647;

function isChanged(work: Work, column: Column): boolean {
  const value = work.row[column.index] ?? null;
  return value !== null && (work.before === null || value !== (work.before[column.index] ?? null));
}

/**
 * Lengths, formats, restricted picklists, number ranges of the values that the statement brings. `isStored`: in an org, whose
 * record types may have offered more once.
 */
export function checkFormats(work: Work, truncate: boolean, isStored = false): void {
  const type = isStored ? null : recordTypeOfRow(work);
  for (const column of work.layout.columns) {
    if (!isChanged(work, column)) continue;
    const { field } = column;
    const value = work.row[column.index]!;
    if (typeof value === 'string' && column.storage !== 'id') {
      if (field.length > 0 && value.length > field.length && field.picklistValues.length === 0) {
        if (truncate) work.row[column.index] = value.slice(0, field.length);
        else work.errors.push(rowErrors.tooLong(field, value));
      }
      if (field.type === 'Email' && !EMAIL.test(value)) work.errors.push(rowErrors.email(field, value));
      if (field.isRestrictedPicklist) checkPicklist(work, field, value, type);
    } else if (typeof value === 'bigint' && column.storage === 'decimal') {
      const limit = 10n ** BigInt(Math.max(field.precision, 1));
      if (value >= limit || value <= -limit) work.errors.push(rowErrors.range(field, String(Number(value) / 10 ** column.scale)));
    } else if (column.storage === 'integer' && Math.abs(Number(value)) > MAXIMUM_INTEGER) {
      work.errors.push(rowErrors.range(field, String(value)));
    }
  }
}

/**
 * A value that the field has, but not the record's type, is as bad as one that it doesn't have; picklists that aren't
 * restricted take both. Sources: Salesforce Help, “'Bad value for restricted picklist field' error”; Apex Developer Guide,
 * Triggers and Order of Execution (restricted picklists are validated whatever the request comes from).
 */
function checkPicklist(work: Work, field: FieldSchema, value: string, type: RecordType | null): void {
  if (!field.picklistValues.some((one) => one.isActive)) return;
  const offered = new Set(offeredValues(field, type).map((one) => one.value));
  const bad = (field.type === 'MultiPicklist' ? value.split(';') : [value]).find((one) => !offered.has(one));
  if (bad !== undefined) work.errors.push(rowErrors.picklist(field, bad));
}

/** Lookups must point at rows that exist, of an object the field refers to. */
export function checkLookups(host: DmlHost, rows: Rows, works: readonly Work[], enforceSharing: boolean): void {
  const wanted = new Map<TableLayout, Set<string>>();
  const references: { work: Work; field: FieldSchema; id: string; layout: TableLayout }[] = [];
  for (const work of works) {
    for (const column of work.layout.columns) {
      if (column.storage !== 'id' || column.index === 0 || !isChanged(work, column)) continue;
      const { field } = column;
      if (!field.isCreateable && !field.isUpdateable) continue;
      const id = work.row[column.index] as string;
      if (work.layout.object.kind === 'customSetting' && id.startsWith('00D')) continue;
      if (id === work.id) {
        work.errors.push(rowErrors.crossReferenceKey(field));
        continue;
      }
      const layout = rows.layoutOfId(id);
      const isPolymorphic = field.referenceTo.length === 0 || field.referenceTo.some((name) => name === 'Name' || name === 'SObject');
      if (layout === undefined || (!isPolymorphic && !field.referenceTo.some((name) => host.store.schema.object(name) === layout.object))) {
        work.errors.push(rowErrors.wrongIdType(field, id));
        continue;
      }
      references.push({ work, field, id, layout });
      const ids = wanted.get(layout) ?? new Set();
      wanted.set(layout, ids.add(id));
    }
  }
  const found = new Map([...wanted].map(([layout, ids]) => [layout, rows.read(layout, ids)]));
  const reached = enforceSharing ? reachedParents(host, references) : null;
  for (const { work, field, id, layout } of references) {
    const row = found.get(layout)!.get(id);
    const isReached = reached === null || reached(layout, field, id);
    if (row === undefined || !isReached) work.errors.push(rowErrors.crossReferenceEntity(id));
    else if (rows.isDeleted(layout, row)) work.errors.push(rowErrors.isDeleted());
  }
}

export function checkRequired(work: Work): void {
  const missing = work.layout.columns.filter(({ field, index, storage }) => {
    if (index === 0 || field.isNillable || storage === 'boolean' || (!field.isCreateable && !field.isUpdateable)) return false;
    return (work.row[index] ?? null) === null;
  }).map((column) => column.field);
  if (missing.length > 0) work.errors.push(rowErrors.required(missing));
}

const isUserName = (column: Column): boolean => column.field.name === 'Username';

/** Unique fields against stored rows and against the other rows of the statement. */
export function checkUnique(rows: Rows, works: readonly Work[]): void {
  const [first] = works;
  if (first === undefined) return;
  for (const column of first.layout.columns) {
    if (!column.field.isUnique || column.index === 0) continue;
    const byKey = new Map<string, Work>();
    for (const work of works) {
      const value = work.row[column.index] ?? null;
      if (value === null || work.errors.length > 0) continue;
      const key = String(column.key === null ? value : keyOfStored(value));
      const twin = byKey.get(key);
      if (twin === undefined) byKey.set(key, work);
      else if (isUserName(column)) work.errors.push(rowErrors.duplicateUserName());
      else work.errors.push(twin.id === null ? rowErrors.duplicateUnknown() : rowErrors.duplicate(column.field, twin.id));
    }
    for (const { id, key } of rows.findIds(first.layout, column.field.name, [...byKey.keys()])) {
      const work = byKey.get(key);
      if (work === undefined || work.id === id) continue;
      const other = rows.readOne(first.layout, id);
      const isFreed = works.some((one) => one.id === id && one !== work);
      if (other !== undefined && !rows.isDeleted(first.layout, other) && !isFreed) work.errors.push(isUserName(column) ? rowErrors.duplicateUserName() : rowErrors.duplicate(column.field, id));
    }
  }
}

export function checkValidationRules(host: DmlHost, rows: Rows, work: Work): void {
  const { object } = work.layout;
  const active = object.validationRules.filter(({ isActive }) => isActive);
  const codeUnit = `Validation:${object.name}:${work.id ?? 'new'}`;
  if (active.length > 0) host.log?.event('CODE_UNIT_STARTED', ['[EXTERNAL]', codeUnit]);
  for (const rule of active) {
    host.log?.event('VALIDATION_RULE', [makeId('03d', object.validationRules.indexOf(rule) + 1).slice(0, 15), rule.name], rule.namespace);
    host.log?.event('VALIDATION_FORMULA', [rule.condition.replaceAll(/\s+/g, ' ').trim(), valuesIn(rule, work)], rule.namespace);
    const before = work.errors.length;
    try {
      const context = rowContext(host, rows, work.layout, work.row, work.before, work.isNew, rule.namespace);
      if (evaluate(parseFormula(rule.condition), context) === true) work.errors.push(rowErrors.custom(rule.message, rule.errorField));
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      work.errors.push(rowErrors.badFormula(rule.name, error.message));
    }
    host.log?.event(work.errors.length > before ? 'VALIDATION_FAIL' : 'VALIDATION_PASS', [], rule.namespace);
  }
  if (active.length > 0) host.log?.event('CODE_UNIT_FINISHED', [codeUnit]);
}

/** `Amount__c=3 , Status__c=null`: the row's fields that a formula names, for the debug log. */
function valuesIn({ condition, namespace }: ValidationRule, { layout, row }: Work): string {
  const names = new Set([...condition.matchAll(/[A-Za-z]\w*/g)].map(([name]) => name.toLowerCase()));
  // A package names its own fields without its namespace.
  const own = namespace === null ? null : `${namespace.toLowerCase()}__`;
  return layout.columns.filter(({ field }) => names.has(field.name.toLowerCase()) || (own !== null && field.name.toLowerCase().startsWith(own) && names.has(field.name.slice(own.length).toLowerCase()))).map(({ field, index, storage, scale }) => {
    const value = row[index] ?? null;
    const shown = storage === 'boolean' ? value === 1 : storage === 'decimal' && value !== null ? Number(value) / 10 ** scale : storage === 'datetime' && value !== null ? new Date(Number(value)).toISOString() : value;
    return `${field.name}=${String(shown)}`;
  }).join(' , ');
}
