import type { Expression } from '../syntax/ast.ts';
import type { Body } from './body.ts';
import type { BoundExpression } from './bound.ts';
import { nameOf } from './checks/describe.ts';
import { isVisible } from './visibility.ts';
import type { FieldSymbol } from './types.ts';

/** What may be read but not assigned: final fields outside of initialisation, properties without a setter, fields of records. */
export function checkWritable(b: Body, place: BoundExpression, node: Expression): void {
  switch (place.kind) {
    case 'field': case 'getter': {
      const { field } = place;
      if (field.isFinal && !mayInitialize(b, field)) b.error(node, finalMessage(field.name));
      if (field.kind === 'property' && b.accessorOf !== field && !b.isEvaluation) checkSetter(b, field, node);
      break;
    }
    case 'enumConstant': b.error(node, finalMessage(place.field.name)); break;
    case 'sobjectField': if (place.receiver.type.kind === 'sobject') checkRecordField(b, place.receiver.type.name, place.name, node); break;
    default: break;
  }
}

const finalMessage = (name: string): string => `Final members can only be assigned in their declaration, init blocks, or constructors: ${name}`;

/** Constructors set finals of the instance, blocks those of the class and of the instance; a static block no instance's. */
function mayInitialize(b: Body, field: FieldSymbol): boolean {
  if (b.isEvaluation) return true;
  if (b.role === 'constructor') return !field.isStatic;
  return b.role === 'initializer' && (field.isStatic || !b.isStatic);
}

function checkSetter(b: Body, field: FieldSymbol, node: Expression): void {
  if (!field.setter) b.error(node, `A value cannot be stored to ${field.name} in type ${nameOf(field.owner)}`);
  else if (!isVisible(b, field.owner, field.setter.access, field.annotations)) b.error(node, `Variable is not visible: ${field.name}`);
}

/** Properties that can't be read from here. */
export function checkReadable(b: Body, field: FieldSymbol, node: { readonly start: number; readonly end: number }): void {
  if (field.kind !== 'property' || b.accessorOf === field || b.isEvaluation) return;
  if (!field.getter) b.error(node, `A value cannot be read from ${field.name} in type ${nameOf(field.owner)}`);
  else if (!isVisible(b, field.owner, field.getter.access, field.annotations)) b.error(node, `Variable is not visible: ${field.name}`);
}

/** Fields that only the platform fills. */
const AUDIT = new Set(['createddate', 'createdbyid', 'lastmodifieddate', 'lastmodifiedbyid', 'systemmodstamp', 'isdeleted']);

/** A field of a record by its API name: formulas, roll-ups, auto-numbers, audit fields and lists of children are read only. */
export function checkRecordField(b: Body, object: string, name: string, node: { readonly start: number; readonly end: number }): void {
  const schema = b.program.schema.object(object, b.namespace);
  if (!schema) return;
  const field = b.program.schema.field(schema, name, b.namespace);
  const isReadOnly = field
    ? field.formula !== null || field.summary !== null || (field.type === 'AutoNumber' && field.isCustom) || AUDIT.has(name.toLowerCase())
    : !b.program.schema.parentRelationship(schema, name, b.namespace) && b.program.schema.childRelationship(schema, name, b.namespace) !== undefined;
  if (isReadOnly) b.error(node, `Field is not writeable: ${schema.name}.${name}`);
}
