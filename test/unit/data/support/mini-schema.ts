/** A schema of given objects and nothing else. */
import type { ObjectSchema, Schema } from '../../../../src/sandbox/data/schema.ts';
import { field, objectSchema, systemFields } from '../../../../src/sandbox/data/schema-parts.ts';

export function miniSchema(objects: readonly ObjectSchema[]): Schema {
  const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  return {
    namespace: null, labels: new Map(), dataWeaveScripts: new Set(), flows: new Set(),
    object: (name) => byName.get(name.toLowerCase()),
    objectByKeyPrefix: (prefix) => objects.find((object) => object.keyPrefix === prefix),
    objects: () => objects,
    field: (object, name) => object.fields.get(name.toLowerCase()),
    parentRelationship: (object, name) =>
      [...object.fields.values()].find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase()),
    childRelationship: (object, name) => object.childRelationships.find((one) => one.name?.toLowerCase() === name.toLowerCase()),
  };
}

/** Two objects: `Parent__c` (Name, Amount__c) and `Child__c` (Name, Amount__c, Parent__c). */
export function familySchema(): Schema {
  const common = () => [...systemFields(), field({ name: 'Name', type: 'String', length: 80, isNameField: true }), field({ name: 'Amount__c', type: 'Currency', scale: 2 })];
  return miniSchema([
    objectSchema({ name: 'Parent__c', keyPrefix: 'a00', fields: common() }),
    objectSchema({
      name: 'Child__c', keyPrefix: 'a01',
      fields: [...common(), field({ name: 'Parent__c', type: 'Reference', referenceTo: ['Parent__c'], relationshipName: 'Parent__r' })],
    }),
  ]);
}
