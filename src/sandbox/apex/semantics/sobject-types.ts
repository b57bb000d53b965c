import type { FieldSchema } from '../../data/schema.ts';
import type { Body } from './body.ts';
import { listOf, T } from './type-tools.ts';
import type { ApexType } from './types.ts';

/** The Apex type of a field's values. */
export function typeOfField(field: FieldSchema): ApexType {
  switch (field.type) {
    // A custom metadata type points at definitions by their names.
    case 'Id': case 'Reference': case 'MasterDetail': return field.referenceTo.some((name) => /^(Entity|Field)(Definition|Particle)$/.test(name)) ? T.String : T.Id;
    case 'Boolean': return T.Boolean;
    case 'Integer': return T.Integer;
    case 'Long': return T.Long;
    case 'Double': case 'Currency': case 'Percent': return T.Decimal;
    case 'Date': return T.Date;
    case 'Datetime': return T.Datetime;
    case 'Time': return T.Time;
    case 'Base64': return T.Blob;
    case 'IdList': return listOf(T.String);
    case 'Location': case 'Address': case 'AnyType': return T.Object;
    default: return T.String;
  }
}

export function fieldTypeOf(b: Body, object: string, name: string): { readonly name: string; readonly type: ApexType } | null {
  if (object === 'AggregateResult') return null;
  if (object === 'SObject') return name.toLowerCase() === 'id' ? { name: 'Id', type: T.Id } : null;
  const schema = b.program.schema.object(object, b.namespace);
  const field = schema && b.program.schema.field(schema, name, b.namespace);
  if (!field) return null;
  if (field.type === 'Address' || field.type === 'Location') {
    const symbol = b.program.catalogue.find(`System.${field.type}`);
    if (symbol) return { name: field.name, type: { kind: 'class', symbol, typeArguments: [] } };
  }
  if (field.name === 'ChangeEventHeader') {
    const symbol = b.program.catalogue.find('EventBus.ChangeEventHeader');
    if (symbol) return { name: field.name, type: { kind: 'class', symbol, typeArguments: [] } };
  }
  return { name: field.name, type: typeOfField(field) };
}

/** A parent (`Account`, `ns__Parent__r`) or a list of children (`Contacts`). */
export function relationshipType(b: Body, object: string, name: string): { readonly name: string; readonly type: ApexType } | null {
  const schema = b.program.schema.object(object, b.namespace);
  if (!schema) return null;
  const parent = b.program.schema.parentRelationship(schema, name, b.namespace);
  if (parent) {
    const target = parent.referenceTo.length === 1 ? parent.referenceTo[0]! : polymorphic(parent);
    return { name: parent.relationshipName!, type: { kind: 'sobject', name: target } };
  }
  const child = b.program.schema.childRelationship(schema, name, b.namespace);
  return child ? { name: child.name!, type: listOf({ kind: 'sobject', name: child.childObject }) } : null;
}

/** Owner, Who and What are read through the object that has the fields which all their targets share. */
function polymorphic(field: FieldSchema): string {
  return field.referenceTo.length ? 'Name' : 'SObject';
}
