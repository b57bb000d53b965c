/** Picklist entries of describes, and which of them a controlling field allows. Source: Apex Reference, PicklistEntry Class; SOAP API Developer Guide, PicklistEntry. */
import type { FieldSchema, ObjectSchema, PicklistValue } from '../../../data/schema.ts';
import { ApexBean, defineBean, defineJsonForm, listOf } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { current } from '../../runtime/transaction.ts';

/** Entries that are in use. */
export function picklistEntries(object: ObjectSchema, field: FieldSchema): ApexList {
  const controlling = field.controllingField === null ? undefined : current().schema.field(object, field.controllingField);
  return listOf('Schema.PicklistEntry', field.picklistValues.filter((entry) => entry.isActive).map((entry) => {
    const bean = new ApexBean('Schema.PicklistEntry');
    bean.set('value', entry.value);
    bean.set('label', entry.label);
    bean.set('active', true);
    bean.set('defaultValue', entry.isDefault);
    bean.set('validFor', controlling === undefined ? null : validFor(controlling, entry));
    return bean;
  }));
}

/** A bit for each value of the controlling field, the first one highest, in base 64. */
function validFor(controlling: FieldSchema, entry: PicklistValue): string {
  const values = controlling.type === 'Boolean' ? ['unchecked', 'checked'] : controlling.picklistValues.map(({ value }) => value.toLowerCase());
  const bytes = new Uint8Array(Math.ceil(values.length / 24) * 3);
  for (const name of entry.validFor ?? []) {
    const at = values.indexOf(name.toLowerCase());
    if (at >= 0) bytes[at >> 3]! |= 128 >> (at & 7);
  }
  return Buffer.from(bytes).toString('base64');
}

defineBean({ name: 'Schema.PicklistEntry', accessors: ['String getLabel()', 'String getValue()', 'Boolean isActive()', 'Boolean isDefaultValue()'] });
const MEMBERS = ['value', 'validFor', 'label', 'defaultValue', 'active'];
defineJsonForm('Schema.PicklistEntry', {
  read: (members) => {
    const bean = new ApexBean('Schema.PicklistEntry');
    for (const [name, value] of members) bean.set(name, value);
    return bean;
  },
  write: (value) => MEMBERS.map((name) => [name, (value as ApexBean).get(name)] as const),
});
