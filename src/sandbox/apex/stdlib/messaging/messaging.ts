import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull, newException, throwException } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineLibraryClass, enumConstant, listOf } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import type { ApexSet } from '../../runtime/map.ts';
import { current } from '../../runtime/transaction.ts';
import { rowsOf } from '../rows.ts';
import { faultOf, type EmailFault } from './checks.ts';
import { merge, renderStored } from './templates.ts';

/** Source: Apex Reference, SendEmailResult Class and SendEmailError Class. */
defineBean({ name: 'Messaging.SendEmailResult', accessors: ['SendEmailError[] getErrors()', 'Boolean isSuccess()'] });
defineBean({ name: 'Messaging.SendEmailError', accessors: ['String[] getFields()', 'String getMessage()', 'System.StatusCode getStatusCode()', 'String getTargetObjectId()'] });
defineBean({ name: 'Messaging.RenderEmailTemplateBodyResult', accessors: ['List<Messaging.RenderEmailTemplateError> getErrors()', 'String getMergedBody()', 'Boolean getSuccess()'] });
defineBean({ name: 'Messaging.RenderEmailTemplateError', accessors: ['String getFieldName()', 'String getMessage()', 'Integer getOffset()', 'System.StatusCode getStatusCode()'] });

function resultOf(fault: EmailFault | null): ApexBean {
  const result = new ApexBean('Messaging.SendEmailResult');
  result.set('success', fault === null);
  result.set('errors', listOf('Messaging.SendEmailError', fault ? [errorOf(fault)] : []));
  return result;
}

function errorOf(fault: EmailFault): ApexBean {
  const error = new ApexBean('Messaging.SendEmailError');
  error.set('message', fault.message);
  error.set('fields', listOf('String', [...fault.fields]));
  error.set('statusCode', enumConstant('System.StatusCode', fault.statusCode));
  error.set('targetObjectId', fault.targetObjectId);
  return error;
}

/** Nothing leaves the sandbox: an email that passes the checks counts as sent. */
function send(emails: ApexList | null, allOrNone: boolean | null): ApexValue {
  if (!emails) failNull();
  current().limits.charge('emailInvocations', 1);
  const faults = emails.items.map((email) => (email === null ? failNull() : faultOf(email as ApexBean)));
  const failed = faults.flatMap((fault, index) => (fault ? [{ ...fault, index, id: null }] : []));
  if (allOrNone !== false && failed.length) {
    const { index, statusCode, message, fields } = failed[0]!;
    const exception = newException('System.EmailException', `SendEmail failed. First exception on row ${index}; first error: ${statusCode}, ${message}: [${fields.join(', ')}]`);
    exception.dmlRows = failed;
    throwException(exception);
  }
  return listOf('Messaging.SendEmailResult', faults.map(resultOf));
}

/** Emails that were saved as records. */
function sendSaved(ids: ApexList | null, allOrNone: boolean | null): ApexValue {
  if (!ids) failNull();
  const rows = rowsOf('SELECT Id, ToAddress, Subject, TextBody, HtmlBody FROM EmailMessage WHERE Id IN :ids', ids);
  const emails = ids.items.map((id) => {
    const email = new ApexBean('Messaging.SingleEmailMessage');
    const fields = rows.find((each) => each.fields.get('Id') === id)?.fields;
    const addresses = String(fields?.get('ToAddress') ?? '').split(/\s*[;,]\s*/).filter(Boolean);
    email.set('toAddresses', listOf('String', addresses));
    email.set('plainTextBody', fields?.get('TextBody') ?? null);
    email.set('htmlBody', fields?.get('HtmlBody') ?? null);
    return email;
  });
  return send(listOf('Messaging.Email', emails), allOrNone);
}

/** Emails a day that an org may send; no more can be reserved. Source: Apex Developer Guide, Outbound Email. */
const DAILY = 5000;
const reserve = (kind: 'single' | 'mass') => (amount: number | null): void => {
  const { slots } = current();
  const total = ((slots.get(`Messaging.${kind}`) as number | undefined) ?? 0) + (amount ?? failNull());
  if (total > DAILY) fail('System.HandledException', 'The daily limit for the org would be exceeded by this request');
  slots.set(`Messaging.${kind}`, total);
};

function rendered(templateId: string | null, whoId: string | null, whatId: string | null): ApexBean {
  const { subject, plainText, html } = renderStored(templateId ?? failNull('Argument cannot be null.'), whoId, whatId);
  const email = new ApexBean('Messaging.SingleEmailMessage');
  for (const [name, value] of Object.entries({ subject, plainTextBody: plainText, htmlBody: html, templateId, targetObjectId: whoId, whatId })) email.set(name, value);
  return email;
}

/** Source: Apex Reference, Messaging Class. */
defineLibraryClass({
  name: 'System.Messaging',
  members: {
    'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email> emails)': (emails: ApexList | null) => send(emails, true),
    'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email> emails, Boolean allOrNothing)': send,
    'static List<Messaging.SendEmailResult> sendEmailMessage(List<Id> emailMessageIds)': (ids: ApexList | null) => sendSaved(ids, true),
    'static List<Messaging.SendEmailResult> sendEmailMessage(List<Id> emailMessageIds, Boolean allOrNothing)': sendSaved,
    'static void reserveSingleEmailCapacity(Integer amountReserved)': reserve('single'),
    'static void reserveMassEmailCapacity(Integer amountReserved)': reserve('mass'),
    'static Messaging.SingleEmailMessage renderStoredEmailTemplate(String templateId, String whoId, String whatId)': rendered,
    'static Messaging.SingleEmailMessage renderStoredEmailTemplate(String templateId, String whoId, String whatId, Messaging.AttachmentRetrievalOption attachmentRetrievalOption)': rendered,
    'static Messaging.SingleEmailMessage renderStoredEmailTemplate(String templateId, String whoId, String whatId, Messaging.AttachmentRetrievalOption attachmentRetrievalOption, Boolean updateEmailTemplateUsage)': rendered,
    'static List<Messaging.RenderEmailTemplateBodyResult> renderEmailTemplate(String whoId, String whatId, List<String> bodies)': (whoId: string | null, whatId: string | null, bodies: ApexList | null) =>
      listOf('Messaging.RenderEmailTemplateBodyResult', (bodies ?? failNull()).items.map((body) => {
        const result = new ApexBean('Messaging.RenderEmailTemplateBodyResult');
        result.set('mergedBody', merge(body as string | null, whoId, whatId));
        result.set('success', true);
        result.set('errors', listOf('Messaging.RenderEmailTemplateError', []));
        return result;
      })),
  },
});

const NOTIFICATION = ['notificationTypeId', 'senderId', 'title', 'body', 'targetId', 'targetPageRef'];
/** Source: Apex Reference, CustomNotification Class. Nobody sees a notification here; what is required is checked. */
defineBean({
  name: 'Messaging.CustomNotification',
  accessors: ['void setNotificationTypeId(String id)', 'void setTitle(String title)', 'void setBody(String body)', 'void setSenderId(String id)', 'void setTargetId(String targetId)', 'void setTargetPageRef(String pageRef)', 'void setActionGroup(String actionGroup)'],
  constructors: {
    'new(String typeId, String sender, String title, String body, String targetId, String targetPageRef)': (bean, ...values) => NOTIFICATION.forEach((name, i) => bean.set(name, values[i])),
  },
  members: {
    'void send(Set<String> users)': (self: ApexBean, users: ApexSet | null) => {
      if (!users || users.size === 0) fail('System.IllegalArgumentException', 'Recipients cannot be null or empty.');
      for (const name of ['notificationTypeId', 'title', 'body']) if (!self.get(name)) fail('System.IllegalArgumentException', `${name} is required.`);
    },
  },
});
