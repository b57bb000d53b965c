/** Makes sObject records of imported ones and saves them: parents before their children, each object's together. */
import type { ImportFailure, ImportOperation, ImportRecord, ImportSet, ImportValue } from '../../../protocol/data.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { DmlRowError } from '../contract.ts';
import type { TableLayout } from '../layout.ts';
import { recordTypeByName, recordTypeId } from '../record-types.ts';
import type { ObjectSchema, Schema } from '../schema.ts';
import type { ValueBridge } from '../values.ts';
import { apexOfJson } from './json-values.ts';

export interface ApplyContext {
  readonly schema: Schema;
  readonly bridge: ValueBridge;
  readonly callerNamespace: string | null;
  /** Objects, fields and references that aren't known are left out and noted here; null: they are failures. */
  readonly leftOut?: Set<string> | null;
  layoutOf(object: ObjectSchema): TableLayout;
  /** Throws where a row fails. */
  save(operation: ImportOperation, records: readonly SObjectRecord[], externalId: string | null): void;
  /** What `save` threw, by row; null: something else. */
  rowsOf(error: unknown): readonly { readonly index: number; readonly errors: readonly DmlRowError[] }[] | null;
}

/** The set can't be saved. */
export class RecordsRefused extends Error {
  readonly failures: readonly ImportFailure[];

  constructor(failures: readonly ImportFailure[]) {
    super(failures.map(({ index, field, message }) => `[${index}]${field === null ? '' : `.${field}`}: ${message}`).join('; '));
    this.failures = failures;
  }
}

interface Pending {
  readonly record: SObjectRecord;
  /** Null: the org doesn't have it, and nothing is saved. */
  readonly object: ObjectSchema | null;
  readonly level: number;
}

/** Ids in the order of the records, '' for those left out. Throws `RecordsRefused`; undoing what was saved before is the caller's. */
export function applyRecords(context: ApplyContext, { records, references, operation, externalId }: ImportSet): string[] {
  const reader = new RecordReader(context, references, operation);
  const pending = reader.read(records);
  if (reader.failures.length > 0) throw new RecordsRefused(reader.failures);
  const runs = new Map<string, number[]>();
  pending.forEach(({ object, level }, index) => {
    if (!object) return;
    const key = `${level}:${object.name}`;
    const run = runs.get(key);
    if (run) run.push(index);
    else runs.set(key, [index]);
  });
  const inOrder = [...runs].sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  for (const [, indexes] of inOrder) {
    for (const index of indexes) {
      const parent = records[index]?.parent;
      if (parent) pending[index]!.record.fields.set(reader.parentField(index), pending[parent.index]!.record.fields.get('Id') ?? null);
    }
    try {
      context.save(operation, indexes.map((index) => pending[index]!.record), externalId ?? null);
    } catch (error) {
      const rows = context.rowsOf(error);
      if (rows === null) throw error;
      throw new RecordsRefused(rows.flatMap((row) => row.errors.map(({ statusCode, message, fields }): ImportFailure => ({ index: indexes[row.index] ?? 0, field: fields.length === 1 ? fields[0]! : null, message: `${statusCode}: ${message}` }))));
    }
  }
  return pending.map(({ record, object }) => (object ? (record.fields.get('Id') as string) : ''));
}

class RecordReader {
  readonly failures: ImportFailure[] = [];
  readonly #context: ApplyContext;
  readonly #references: ReadonlyMap<string, string>;
  readonly #operation: ImportOperation;
  readonly #parentFields = new Map<number, string>();

  constructor(context: ApplyContext, references: ImportSet['references'], operation: ImportOperation) {
    this.#context = context;
    this.#operation = operation;
    this.#references = new Map(Object.entries(references));
  }

  /** Of a record with a parent: the lookup that leads there. */
  parentField(index: number): string {
    return this.#parentFields.get(index)!;
  }

  read(records: readonly ImportRecord[]): Pending[] {
    const { schema, callerNamespace, leftOut } = this.#context;
    const pending: Pending[] = [];
    for (const [index, { object: name, fields, parent }] of records.entries()) {
      const object = schema.object(name, callerNamespace);
      const above = parent && pending[parent.index];
      const level = above ? above.level + 1 : 0;
      const record = new SObjectRecord(object?.name ?? name);
      pending.push({ record, object: object ?? null, level });
      if (!object) {
        this.#unknown(index, null, `the org has no object ${name}`);
        continue;
      }
      if (parent) this.#readParent(index, parent, above);
      for (const [field, value] of Object.entries(fields)) this.#readField(index, object, record, field, value);
      // What was left out can't be updated.
      if (leftOut && this.#operation === 'update' && !record.fields.has('Id')) pending[index] = { record, object: null, level };
    }
    return pending;
  }

  #readParent(index: number, { relationship }: NonNullable<ImportRecord['parent']>, above: Pending | undefined): void {
    const { schema, callerNamespace } = this.#context;
    const child = above?.object ? schema.childRelationship(above.object, relationship, callerNamespace) : undefined;
    if (child) this.#parentFields.set(index, child.field);
    else this.#fail(index, null, above?.object ? `${above.object.name} has no child relationship ${relationship}` : 'its parent doesn\'t come before it');
  }

  #readField(index: number, object: ObjectSchema, record: SObjectRecord, name: string, value: ImportValue): void {
    const { schema, callerNamespace, bridge } = this.#context;
    const [relationship, external, ...more] = name.split('.');
    if (external !== undefined) {
      if (more.length > 0) this.#fail(index, name, 'is no path to an external id of a parent');
      else this.#readExternal(index, object, record, name, relationship!, external, value);
      return;
    }
    const field = schema.field(object, name, callerNamespace);
    const column = field && this.#context.layoutOf(object).byField.get(field.name.toLowerCase());
    if (!field || !column) {
      this.#unknown(index, name, `${object.name} has no field that can be imported ${name}`);
      return;
    }
    if (this.#context.leftOut && this.#operation === 'update' && field.type !== 'Id' && !field.isUpdateable) {
      this.#unknown(index, name, `${object.name}.${field.name} can't be changed once a record is there`);
      return;
    }
    if (value === null) {
      record.fields.set(field.name, null);
      return;
    }
    const isReference = typeof value === 'string' && value.startsWith('@') && column.storage === 'id';
    const given = isReference ? this.#references.get(value.slice(1)) : value;
    if (given === undefined) {
      this.#unknown(index, name, `the reference ${value} is not known; records that are referred to come first`);
      return;
    }
    const apex = apexOfJson(bridge, column, given);
    if (apex === undefined) this.#fail(index, name, `${JSON.stringify(value)} is no value for the ${field.type} field ${object.name}.${field.name}`);
    else record.fields.set(field.name, apex as never);
  }

  /** `Account.Ext__c`: saving looks the parent up. */
  #readExternal(index: number, object: ObjectSchema, record: SObjectRecord, name: string, relationship: string, external: string, value: ImportValue): void {
    const { schema, callerNamespace, bridge } = this.#context;
    const lookup = schema.parentRelationship(object, relationship, callerNamespace);
    const [target, ...others] = lookup?.referenceTo ?? [];
    const parent = target === undefined ? undefined : schema.object(target);
    if (!lookup || !parent || others.length > 0) {
      this.#fail(index, name, lookup ? `${relationship} may lead to ${lookup.referenceTo.join(', ')}: give the id` : `${object.name} has no parent relationship ${relationship}`);
      return;
    }
    if (parent.name === 'RecordType' && /^DeveloperName$/i.test(external)) {
      this.#readRecordType(index, object, record, name, value);
      return;
    }
    const field = schema.field(parent, external, callerNamespace);
    const column = field && this.#context.layoutOf(parent).byField.get(field.name.toLowerCase());
    if (!field?.isExternalId || !column) {
      this.#fail(index, name, field ? `${parent.name}.${field.name} is no external id` : `${parent.name} has no field ${external}`);
      return;
    }
    if (value === null) {
      record.fields.set(lookup.name, null);
      return;
    }
    const apex = apexOfJson(bridge, column, value);
    if (apex === undefined) {
      this.#fail(index, name, `${JSON.stringify(value)} is no value for the ${field.type} field ${parent.name}.${field.name}`);
      return;
    }
    const stand = new SObjectRecord(parent.name);
    stand.fields.set(field.name, apex as never);
    record.relationships = new Map([...(record.relationships ?? []), [lookup.relationshipName!, stand]]);
  }

  /** `RecordType.DeveloperName`: that object's, with the namespace if it has one. */
  #readRecordType(index: number, object: ObjectSchema, record: SObjectRecord, name: string, value: ImportValue): void {
    const type = value === null ? null : recordTypeByName(object, String(value));
    if (type === null && value !== null) this.#unknown(index, name, `${object.name} has no record type ${String(value)}`);
    else record.fields.set('RecordTypeId', type && recordTypeId(object, type));
  }

  #unknown(index: number, field: string | null, message: string): void {
    const { leftOut } = this.#context;
    if (leftOut) leftOut.add(`Left out: ${message}.`);
    else this.#fail(index, field, message);
  }

  #fail(index: number, field: string | null, message: string): void {
    this.failures.push({ index, field, message });
  }
}
