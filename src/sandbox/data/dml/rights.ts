/**
 * What a DML statement needs of its user: in user mode rights on objects and fields, and wherever sharing applies access to
 * the records. Source: Apex Developer Guide, Set an Access Mode for Database Operations; Use the with sharing Keywords.
 */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { DataError, DmlFailure } from '../contract.ts';
import type { DmlOptions, DmlRowError } from '../contract.ts';
import type { TableLayout } from '../layout.ts';
import type { FieldSchema } from '../schema.ts';
import type { DmlOperation } from './engine.ts';
import { rowErrors } from './errors.ts';
import type { DmlHost, Work } from './host.ts';

/**
 * User mode: rights on the object, then on every populated field. A wrong object ends the statement; wrong fields do if all
 * rows or none are saved, and are errors of their rows else: those are returned, by index.
 */
export function checkRights(host: DmlHost, operation: DmlOperation, records: readonly SObjectRecord[], options: DmlOptions): ReadonlyMap<number, DmlRowError> {
  const errors = new Map<number, DmlRowError>();
  const { store: { schema } } = host;
  const access = host.accessOf(options.permissionSetId ?? null);
  for (const [index, record] of records.entries()) {
    const object = schema.object(record.objectName, options.callerNamespace);
    if (object === undefined) continue;
    const isNew = operation === 'insert' || (operation === 'upsert' && (record.fields.get('Id') ?? null) === null);
    const right = operation === 'delete' ? 'delete' : isNew || operation === 'undelete' ? 'create' : 'edit';
    // An upsert by an external id may turn out as either.
    const wanted = operation === 'upsert' && options.externalIdField !== null ? (['create', 'edit'] as const) : ([right] as const);
    if (wanted.some((one) => access.canWriteObject?.(object, one) === false)) throw new DataError('System.SecurityException', `Access to entity '${object.name}' denied`);
    if (right === 'delete' || operation === 'undelete' || access.canEditField === undefined) continue;
    const refused = [...record.fields.keys()].map((name) => schema.field(object, name, options.callerNamespace))
      .filter((field) => field !== undefined && (isNew ? field.isCreateable : field.isUpdateable) && !access.canEditField!(object, field)) as FieldSchema[];
    if (refused.length > 0) errors.set(index, rowErrors.inaccessibleFields(object.name, refused.map((field) => field.name)));
  }
  const [first] = errors.values();
  if (options.allOrNone && first !== undefined) throw new DmlFailure(operation, [...errors].map(([index, error]) => ({ index, id: null, errors: [error] })), first.message);
  return errors;
}

/** Rows that the user may not change get an error: those that he may not even see are another one's. */
export function checkReached(host: DmlHost, layout: TableLayout, action: 'insert' | 'update' | 'delete' | 'undelete', works: readonly Work[]): void {
  if (works.length === 0) return;
  const reached = host.security.reached(layout, works.map((work) => work.id!), action === 'update' ? 'edit' : 'delete');
  if (reached === null) return;
  const refused = works.filter((work) => !reached.has(work.id!));
  if (refused.length === 0) return;
  const seen = host.security.reached(layout, refused.map((work) => work.id!), 'read');
  for (const work of refused) work.errors.push(seen === null || seen.has(work.id!) ? rowErrors.noAccess() : rowErrors.crossReferenceEntity(work.id!));
}

/** Whether a lookup may point at a row: it must be readable, a master editable. */
export function reachedParents(host: DmlHost, references: readonly { readonly field: FieldSchema; readonly id: string; readonly layout: TableLayout }[]): (layout: TableLayout, field: FieldSchema, id: string) => boolean {
  const known = new Map<TableLayout, { readonly read: ReadonlySet<string> | null; readonly edit: ReadonlySet<string> | null }>();
  for (const { layout } of references) {
    if (known.has(layout)) continue;
    const of = (isMaster: boolean): string[] => references.filter((one) => one.layout === layout && (one.field.type === 'MasterDetail') === isMaster).map((one) => one.id);
    known.set(layout, { read: host.security.reached(layout, of(false), 'read'), edit: host.security.reached(layout, of(true), 'edit') });
  }
  return (layout, field, id) => known.get(layout)![field.type === 'MasterDetail' ? 'edit' : 'read']?.has(id) ?? true;
}
