/** Imports sObject tree files, single or by a plan, as `sf data import tree` reads them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { DmlFailure } from '../contract.ts';
import type { DmlOptions } from '../contract.ts';
import type { Column } from '../layout.ts';
import { isInside, leadsOutside } from '../metadata/inside.ts';
import type { ObjectSchema } from '../schema.ts';
import type { StoreSession } from '../session.ts';
import { apexOfJson } from './json-values.ts';

export class TreeImportError extends Error {
  readonly file: string;
  constructor(file: string, where: string, message: string) {
    super(`${file}: ${where}: ${message}`);
    this.file = file;
  }
}

interface TreeRecord { readonly attributes?: { readonly type?: string; readonly referenceId?: string }; readonly [field: string]: unknown }
interface Pending { readonly record: SObjectRecord; readonly where: string; readonly reference: string | null; readonly children: { readonly records: readonly TreeRecord[]; readonly field: string; readonly name: string }[] }

export interface ImportResult {
  /** Ids by reference id. */
  readonly references: ReadonlyMap<string, string>;
  readonly count: number;
}

/** Files in order; a file whose JSON is a list is a plan. Nothing stays in the session if one record fails. */
export function importTree(session: StoreSession, files: readonly string[], options: DmlOptions): ImportResult {
  const savepoint = session.setSavepoint();
  const importer = new Importer(session, options);
  try {
    for (const file of files) importer.importFile(file);
  } catch (error) {
    session.rollback(savepoint);
    throw error;
  }
  session.releaseSavepoint(savepoint);
  return { references: importer.references, count: importer.count };
}

class Importer {
  readonly #session: StoreSession;
  readonly #options: DmlOptions;
  readonly references = new Map<string, string>();
  count = 0;

  constructor(session: StoreSession, options: DmlOptions) {
    this.#session = session;
    this.#options = options;
  }

  importFile(file: string): void {
    const content = readJson(file);
    if (Array.isArray(content)) this.#importPlan(file, content);
    else this.#importRecords(file, (content as { records?: unknown }).records, 'records');
  }

  #importPlan(file: string, plan: readonly unknown[]): void {
    plan.forEach((step, i) => {
      const files = (step as { files?: unknown } | null)?.files;
      if (!Array.isArray(files) || files.some((one) => typeof one !== 'string')) throw new TreeImportError(file, `[${i}].files`, 'expected a list of file names');
      for (const one of files as string[]) {
        const path = resolve(dirname(file), one);
        // A plan comes with a project and names what lies beside it; what isn't there has an error of its own.
        if (existsSync(path) ? leadsOutside(dirname(file), path) : !isInside(dirname(file), path)) throw new TreeImportError(file, `[${i}].files`, `"${one}" lies outside the plan's folder; put it there`);
        this.importFile(path);
      }
    });
  }

  #importRecords(file: string, records: unknown, where: string, parent?: { readonly field: string; readonly id: string }): void {
    if (!Array.isArray(records)) throw new TreeImportError(file, where, 'expected a list of records');
    const pending = (records as TreeRecord[]).map((record, i) => this.#prepare(file, record, `${where}[${i}]`, parent));
    // Runs of one object keep the order of the file.
    try {
      this.#session.dml('insert', pending.map((one) => one.record), this.#options);
    } catch (error) {
      if (!(error instanceof DmlFailure)) throw error;
      const [row] = error.rows;
      const failed = pending[row!.index]!;
      throw new TreeImportError(file, `${failed.where}${failed.reference === null ? '' : ` (${failed.reference})`}`, row!.errors.map((one) => `${one.statusCode}: ${one.message}`).join('; '));
    }
    for (const one of pending) {
      const id = one.record.fields.get('Id') as string;
      this.count++;
      if (one.reference !== null) this.references.set(one.reference, id);
    }
    for (const one of pending) {
      const id = one.record.fields.get('Id') as string;
      for (const { records: children, field, name } of one.children) this.#importRecords(file, children, `${one.where}.${name}.records`, { field, id });
    }
  }

  #prepare(file: string, tree: TreeRecord, where: string, parent: { readonly field: string; readonly id: string } | undefined): Pending {
    const { schema } = this.#session.host.store;
    const type = tree?.attributes?.type;
    if (typeof type !== 'string') throw new TreeImportError(file, `${where}.attributes.type`, 'expected the name of an object');
    const object = schema.object(type, this.#options.callerNamespace);
    if (object === undefined) throw new TreeImportError(file, `${where}.attributes.type`, `the org has no object ${type}`);
    const record = new SObjectRecord(object.name);
    const reference = tree.attributes?.referenceId ?? null;
    const children: Pending['children'] = [];
    for (const [name, value] of Object.entries(tree)) {
      if (name === 'attributes') continue;
      const list = (value as { records?: unknown } | null)?.records;
      const relationship = Array.isArray(list) ? schema.childRelationship(object, name, this.#options.callerNamespace) : undefined;
      if (relationship !== undefined) {
        children.push({ records: list as TreeRecord[], field: relationship.field, name });
        continue;
      }
      const field = schema.field(object, name, this.#options.callerNamespace);
      const column = field && this.#session.rows.layout(object).byField.get(field.name.toLowerCase());
      if (field === undefined || column === undefined) throw new TreeImportError(file, `${where}.${name}`, `${object.name} has no ${Array.isArray(list) ? 'child relationship' : 'field that can be imported'} ${name}`);
      record.fields.set(field.name, this.#value(file, `${where}.${name}`, object, column, value));
    }
    if (parent !== undefined) record.fields.set(parent.field, parent.id);
    return { record, where, reference, children };
  }

  #value(file: string, where: string, object: ObjectSchema, column: Column, value: unknown): unknown {
    if (value === null) return null;
    if (typeof value === 'string' && value.startsWith('@') && column.storage === 'id') {
      const id = this.references.get(value.slice(1));
      if (id === undefined) throw new TreeImportError(file, where, `the reference ${value} is not known; records that are referred to come first`);
      return id;
    }
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new TreeImportError(file, where, 'expected text, a number, true, false or null');
    const apex = apexOfJson(this.#session.host.bridge, column, value);
    if (apex === undefined) throw new TreeImportError(file, where, `${JSON.stringify(value)} is no value for the ${column.field.type} field ${object.name}.${column.field.name}`);
    return apex;
  }
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new TreeImportError(file, 'file', `can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== 'object' || content === null) throw new SyntaxError('expected an object with records, or a list (a plan)');
    return content;
  } catch (error) {
    throw new TreeImportError(file, 'JSON', (error as Error).message);
  }
}
