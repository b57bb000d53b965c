/** What the platform checks of an email before it is sent. Source: Apex Reference, SingleEmailMessage Methods and MassEmailMessage Methods. */
import type { ApexBean } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { current } from '../../runtime/transaction.ts';
import { recordOf } from '../rows.ts';

export interface EmailFault { readonly statusCode: string; readonly message: string; readonly fields: readonly string[]; readonly targetObjectId: string | null }

/** Source: Apex Reference, SingleEmailMessage Methods, setToAddresses, setCcAddresses, setBccAddresses. */
const MOST = { toAddresses: 100, ccAddresses: 25, bccAddresses: 25 } as const;
const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;

const listOf = (email: ApexBean, name: string): readonly (string | null)[] => ((email.get(name) as ApexList | null)?.items ?? []) as (string | null)[];
const textOf = (email: ApexBean, name: string): string | null => email.get(name) as string | null;

/** The first thing wrong with an email; null: it goes out. */
export function faultOf(email: ApexBean): EmailFault | null {
  const target = textOf(email, 'targetObjectId');
  const fault = (statusCode: string, message: string, fields: readonly string[] = []): EmailFault => ({ statusCode, message, fields, targetObjectId: target });
  if (email.$type.name === 'Messaging.MassEmailMessage') {
    if (textOf(email, 'templateId') === null) return fault('REQUIRED_FIELD_MISSING', 'Missing template', ['templateId']);
    return listOf(email, 'targetObjectIds').length === 0 ? fault('REQUIRED_FIELD_MISSING', 'Missing targetObjectIds', ['targetObjectIds']) : null;
  }
  let recipients = 0;
  for (const name of Object.keys(MOST) as (keyof typeof MOST)[]) {
    const addresses = listOf(email, name);
    recipients += addresses.length;
    if (addresses.length > MOST[name]) return fault('LIMIT_EXCEEDED', `Too many ${name}: the limit is ${MOST[name]}`, [name]);
    for (const address of addresses) {
      if (address === null || !isRecipient(address)) return fault('INVALID_EMAIL_ADDRESS', `Email address is invalid: ${String(address)}`, [name, String(address)]);
    }
  }
  if (target === null && recipients === 0) return fault('REQUIRED_FIELD_MISSING', 'Add a recipient to send an email.');
  if (target !== null) {
    const object = current().schema.objectByKeyPrefix(target.slice(0, 3))?.name;
    if (!object || !['Contact', 'Lead', 'User', 'Account'].includes(object)) return fault('INVALID_ID_FIELD', 'Only User, Contact, Lead, or Person objects are allowed', ['targetObjectId', target]);
    if (object === 'User' && email.get('saveAsActivity') !== false) return fault('INVALID_SAVE_AS_ACTIVITY_FLAG', 'saveAsActivity must be false when sending mail to users.', ['saveAsActivity', 'true']);
    if (object === 'User' && textOf(email, 'whatId') !== null) return fault('INVALID_ID_FIELD', 'WhatId is not available for sending emails to UserIds.', ['whatId', textOf(email, 'whatId')!]);
    if (email.get('treatTargetObjectAsRecipient') !== false && recipients === 0 && !recordOf(target, [object === 'Account' ? 'PersonEmail' : 'Email'])?.fields.get(object === 'Account' ? 'PersonEmail' : 'Email')) {
      return fault('INVALID_EMAIL_ADDRESS', 'The target object has no email address.', ['targetObjectId', target]);
    }
  }
  const template = textOf(email, 'templateId');
  if (template !== null) {
    if (target === null) return fault('REQUIRED_FIELD_MISSING', 'Missing targetObjectId with template', ['targetObjectId']);
    return recordOf(template, []) ? null : fault('INVALID_ID_FIELD', 'Invalid template id', ['templateId', template]);
  }
  if (!textOf(email, 'plainTextBody') && !textOf(email, 'htmlBody')) return fault('REQUIRED_FIELD_MISSING', 'Missing body, need at least one of html or plainText');
  return null;
}

/** An address, or the id of a record that has one. */
function isRecipient(address: string): boolean {
  if (ADDRESS.test(address)) return true;
  const object = /^\w{15}(\w{3})?$/.test(address) ? current().schema.objectByKeyPrefix(address.slice(0, 3))?.name : undefined;
  return object !== undefined && ['Contact', 'Lead', 'User'].includes(object);
}
