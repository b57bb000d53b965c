import { WireError } from '../../../protocol/errors.ts';
import type { UserRequest } from '../page.ts';
import { nameFieldOf, Objects } from './objects.ts';
import type { Field } from './objects.ts';

/** A lookup to anything at all is looked up among what people mean. */
const MANY = 6;
const LIKELY = new Set(['Account', 'Asset', 'Campaign', 'Case', 'Contact', 'Contract', 'Group', 'Lead', 'Opportunity', 'Order', 'Product2', 'Quote', 'User']);
const ID = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;

/** Names that a lookup suggests. */
const SUGGESTED = 50;

/** Names of what a lookup may point to, the last changed first; none where it may point to anything at all. Objects that the user may not see give none. */
export async function suggestedNames(request: UserRequest, objects: Objects, field: Field): Promise<readonly string[]> {
  const { site, org, user } = request;
  if (field.type !== 'reference' || field.referenceTo.includes('Name') || field.referenceTo.length > MANY) return [];
  const names = new Set<string>();
  for (const targetName of field.referenceTo) {
    try {
      const target = await objects.describe(targetName);
      const name = nameFieldOf(target)?.name;
      if (name === undefined) continue;
      const order = target.fields.some(each => each.name === 'LastModifiedDate') ? 'LastModifiedDate DESC' : name;
      const { records } = await site.records.query(org, user, `SELECT ${name} FROM ${target.name} WHERE ${name} != null ORDER BY ${order} LIMIT ${SUGGESTED}`);
      for (const record of records) names.add(String((record as Record<string, unknown>)[name]));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
  return [...names].slice(0, SUGGESTED);
}

/** The record that a person named in a lookup: by its id, or by a name that one record alone has. */
export async function resolveLookup(request: UserRequest, field: Field, text: string): Promise<{ readonly value: string } | { readonly problem: string }> {
  const { site, org, user } = request;
  const objects = new Objects(request);
  const known = await objects.all();
  const given = text.trim();
  const isAny = field.referenceTo.includes('Name') || field.referenceTo.length > MANY;
  const targets = isAny ? known.filter(each => each.layoutable) : field.referenceTo.flatMap(name => known.find(each => each.name === name) ?? []);
  if (ID.test(given) && targets.some(each => each.keyPrefix === given.slice(0, 3))) return { value: given };
  const found: string[] = [];
  for (const target of isAny ? targets.filter(each => each.custom || LIKELY.has(each.name)) : targets) {
    const name = nameFieldOf(await objects.describe(target.name));
    if (!name) continue;
    try {
      const { records } = await site.records.query(org, user, `SELECT Id FROM ${target.name} WHERE ${name.name} = '${given.replace(/[\\']/g, '\\$&').replace(/\p{Cc}/gu, ' ')}' LIMIT 2`);
      found.push(...records.map(each => (each as { Id: string }).Id));
    } catch (error) {
      // Records that the user may not see can't be looked up.
      if (!(error instanceof WireError)) throw error;
    }
  }
  if (found.length === 1 && found[0] !== undefined) return { value: found[0] };
  return { problem: found.length === 0 ? `No ${isAny ? 'record' : field.referenceTo.join(' or ')} is called “${given}”.` : `Several records are called “${given}”. Give the id of the one you mean.` };
}
