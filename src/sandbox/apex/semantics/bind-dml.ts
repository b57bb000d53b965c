import type { DmlStatement } from '../syntax/ast.ts';
import { bindExpression } from './bind-expressions.ts';
import type { BoundExpression, BoundStatement } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { isPrimitive, sameType } from './type-tools.ts';
import { typeName, type ApexType } from './types.ts';

/** The objects whose records can be merged. */
const MERGEABLE = new Set(['lead', 'contact', 'case', 'account']);

/** `insert`, `update`, … as statements (Apex Developer Guide: Apex DML Operations). */
export function bindDml(b: Body, node: DmlStatement): BoundStatement {
  const records = bindExpression(b, node.records);
  const mergeWith = node.mergeWith ? bindExpression(b, node.mergeWith) : null;
  const record = recordOf(records.type);
  if (!record && records.type.kind !== 'error') b.error(node, `DML requires SObject or SObject list type: ${typeName(records.type)}`);
  else if (record?.kind === 'sobject') checkObject(b, node, record.name);
  if (node.operation === 'merge' && record) checkMerge(b, node, records, mergeWith);
  let externalIdField: string | null = null;
  if (node.externalIdField) {
    externalIdField = b.textOf(node.externalIdField).split('.').at(-1)!;
    if (record?.kind === 'sobject') checkExternalId(b, node, record.name, externalIdField);
  }
  return { kind: 'dml', operation: node.operation, accessLevel: node.accessLevel ?? b.defaultAccess, records, mergeWith, externalIdField, range: rangeOf(node) };
}

function recordOf(type: ApexType): ApexType | null {
  if (type.kind === 'sobject') return type;
  return type.kind === 'list' && type.element.kind === 'sobject' ? type.element : null;
}

function checkObject(b: Body, node: DmlStatement, name: string): void {
  const object = b.program.schema.object(name, b.namespace);
  if (object && !object.allowsDml) b.error(node, `DML operation ${node.operation[0]!.toUpperCase()}${node.operation.slice(1)} not allowed on ${object.name}`);
}

function checkMerge(b: Body, node: DmlStatement, master: BoundExpression, duplicates: BoundExpression | null): void {
  if (master.type.kind === 'sobject' && master.type.name === 'SObject') b.error(node, `Merge requires a concrete SObject type: ${typeName(master.type)}`);
  else if (master.type.kind !== 'sobject' || !MERGEABLE.has(master.type.name.toLowerCase())) b.error(node, `Specified type ${typeName(master.type)} cannot be merged`);
  else if (duplicates && duplicates.type.kind !== 'error') {
    const duplicate = duplicates.type.kind === 'list' ? duplicates.type.element : duplicates.type;
    if (!isPrimitive(duplicate, 'Id') && !sameType(duplicate, master.type)) b.error(node.mergeWith!, 'Invalid type for duplicate records');
  }
}

function checkExternalId(b: Body, node: DmlStatement, object: string, name: string): void {
  if (object === 'SObject') {
    b.error(node, 'Upsert with a field specification requires a concrete SObject type');
    return;
  }
  const schema = b.program.schema.object(object, b.namespace);
  const field = schema && b.program.schema.field(schema, name, b.namespace);
  if (schema && (!field || (field.isCustom && !field.isExternalId))) b.error(node.externalIdField!, `Invalid field for upsert, must be an External Id custom or standard indexed field: ${name}`);
}
