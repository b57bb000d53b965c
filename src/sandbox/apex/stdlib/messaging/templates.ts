/** Merge fields of email templates. */
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, notSupported } from '../../runtime/exception.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { textOf } from '../../runtime/text.ts';
import { current } from '../../runtime/transaction.ts';
import { recordOf, rowsOf } from '../rows.ts';

const FIELD = /\{!\s*(\w+)\.(\w+)\s*\}|\{\{\{\s*(\w+)\.(\w+)\s*\}\}\}/g;

/**
 * A text with `{!Contact.Name}` and `{{{Recipient.Name}}}` filled in: the recipient by its object's name or `Recipient`, the related record by its
 * object's name or `Related`, `User`, `Sender` and `Organization` as they are. A field that has no value gives nothing.
 */
export function merge(text: string | null, whoId: string | null, whatId: string | null): string | null {
  if (text === null) return null;
  const found = [...text.matchAll(FIELD)].map((match) => ({ object: (match[1] ?? match[3])!.toLowerCase(), field: (match[2] ?? match[4])! }));
  const records = new Map<string, SObjectRecord | null>();
  for (const object of new Set(found.map((each) => each.object))) {
    const id = idOf(object, whoId, whatId);
    records.set(object, id === null ? null : recordOf(id, found.filter((each) => each.object === object).map((each) => each.field)));
  }
  return text.replace(FIELD, (_whole, a?: string, b?: string, c?: string, d?: string) => {
    const value = fieldOf(records.get((a ?? c)!.toLowerCase()) ?? null, (b ?? d)!);
    return value === null ? '' : textOf(value);
  });
}

function idOf(object: string, whoId: string | null, whatId: string | null): string | null {
  const objectOf = (id: string | null): string | undefined => (id === null ? undefined : current().schema.objectByKeyPrefix(id.slice(0, 3))?.name.toLowerCase());
  switch (object) {
    case 'recipient': return whoId;
    case 'related': return whatId;
    case 'user': case 'sender': return current().user.id;
    case 'organization': return current().org.id;
    default: return objectOf(whoId) === object ? whoId : objectOf(whatId) === object ? whatId : null;
  }
}

function fieldOf(record: SObjectRecord | null, name: string): ApexValue {
  for (const [field, value] of record?.fields ?? []) if (field.toLowerCase() === name.toLowerCase()) return value;
  return null;
}

export interface RenderedTemplate { readonly subject: string | null; readonly plainText: string | null; readonly html: string | null }

/** A stored template with its merge fields filled in. */
export function renderStored(templateId: string, whoId: string | null, whatId: string | null): RenderedTemplate {
  const [template] = rowsOf('SELECT Id, Name, Subject, Body, HtmlValue, TemplateType FROM EmailTemplate WHERE Id = :id', templateId);
  if (!template) fail('System.InvalidParameterValueException', `Invalid email template id: ${templateId}`);
  const text = (name: string): string | null => (template.fields.get(name) as string | null | undefined) ?? null;
  if (text('TemplateType')?.toLowerCase() === 'visualforce') notSupported('rendering of a Visualforce email template');
  return { subject: merge(text('Subject'), whoId, whatId), plainText: merge(text('Body'), whoId, whatId), html: merge(text('HtmlValue'), whoId, whatId) };
}
