/** Criteria of sharing rules and lookup filters as queries. Source: Metadata API Developer Guide, SharingRules (FilterItem). */
import type { ObjectSchema } from '../schema.ts';
import type { SharingRuleInfo } from './contract.ts';

const OPERATORS: Readonly<Record<string, string>> = { equals: '=', notEqual: '!=', lessThan: '<', greaterThan: '>', lessOrEqual: '<=', greaterOrEqual: '>=' };
const QUOTED: ReadonlySet<string> = new Set(['String', 'TextArea', 'LongTextArea', 'Email', 'Phone', 'Url', 'Picklist', 'Combobox', 'AutoNumber', 'Reference', 'MasterDetail', 'Id', 'EncryptedString']);

export type FilterItem = SharingRuleInfo['criteria'][number];

export function ruleQuery(object: ObjectSchema, rule: SharingRuleInfo): string {
  return filterQuery(object, rule.criteria, rule.logic);
}

/** `logic` joins the items by number, null by AND; `further` holds for all. */
export function filterQuery(object: ObjectSchema, items: readonly FilterItem[], logic: string | null, further?: string): string {
  const conditions = items.map((item) => `(${condition(object, item)})`);
  const joined = (logic ?? conditions.map((_, i) => String(i + 1)).join(' AND ')).replaceAll(/\d+/g, (n) => conditions[Number(n) - 1] ?? 'Id = null');
  return `SELECT Id FROM ${object.name} WHERE ${further === undefined ? joined : `(${joined}) AND ${further}`}`;
}

function condition(object: ObjectSchema, { field, operation, value }: FilterItem): string {
  const schema = object.fields.get(field.toLowerCase());
  if (schema === undefined) return 'Id = null';
  const literal = (text: string): string => {
    if (text === '') return 'null';
    if (schema.type === 'Boolean') return text === 'True' || text === 'true' || text === '1' ? 'true' : 'false';
    return QUOTED.has(schema.type) ? `'${text.replaceAll(/['\\]/g, '\\$&')}'` : text;
  };
  const values = value.split(',').map((one) => one.trim());
  switch (operation) {
    case 'contains': case 'notContain': case 'startsWith': {
      const like = values.map((one) => `${field} LIKE '${operation === 'startsWith' ? '' : '%'}${one.replaceAll(/['\\%_]/g, '\\$&')}%'`).join(' OR ');
      return operation === 'notContain' ? `(NOT (${like}))` : `(${like})`;
    }
    case 'includes': return `${field} INCLUDES (${values.map((one) => `'${one}'`).join(', ')})`;
    case 'excludes': return `${field} EXCLUDES (${values.map((one) => `'${one}'`).join(', ')})`;
    default: {
      const operator = OPERATORS[operation] ?? '=';
      return `(${values.map((one) => `${field} ${operator} ${literal(one)}`).join(operator === '!=' ? ' AND ' : ' OR ')})`;
    }
  }
}
