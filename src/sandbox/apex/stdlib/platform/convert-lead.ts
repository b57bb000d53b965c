import type { DmlRowError } from '../../../data/contract.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { saveRecords, type Access } from '../../runtime/data-access.ts';
import { ApexException, failNull, isCatchable, newException, throwException } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, listOf, type LibraryFunction } from '../../runtime/library.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import { ApexList } from '../../runtime/list.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { ApexDate } from '../../runtime/temporal.ts';
import { current } from '../../runtime/transaction.ts';
import { recordOf, rowsOf } from '../rows.ts';
import { today } from '../system.ts';
import { makeResult } from './action-results.ts';
import { accessOf } from './dynamic-query.ts';
import { RowError } from './row-result.ts';

/** Where the values of a lead go. Source: Salesforce Help, Lead Conversion Field Mapping. */
const ADDRESS = ['Street', 'City', 'State', 'StateCode', 'PostalCode', 'Country', 'CountryCode'];
const TO_ACCOUNT: Readonly<Record<string, string>> = {
  Company: 'Name', Phone: 'Phone', Fax: 'Fax', Website: 'Website', Industry: 'Industry', AnnualRevenue: 'AnnualRevenue', NumberOfEmployees: 'NumberOfEmployees', Rating: 'Rating', LeadSource: 'AccountSource',
  ...Object.fromEntries(ADDRESS.map((part) => [part, `Billing${part}`])),
};
const TO_CONTACT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['Salutation', 'FirstName', 'LastName', 'Title', 'Email', 'Phone', 'MobilePhone', 'Fax', 'LeadSource', 'Description', 'HasOptedOutOfEmail', 'HasOptedOutOfFax', 'DoNotCall', 'IndividualId'].map((name) => [name, name])),
  ...Object.fromEntries(ADDRESS.map((part) => [part, `Mailing${part}`])),
};

type Text = string | null;
interface Outcome { readonly leadId: Text; accountId: Text; contactId: Text; opportunityId: Text; readonly errors: readonly DmlRowError[] }

class ConversionError extends Error {
  readonly row: DmlRowError;
  constructor(statusCode: string, message: string, fields: readonly string[] = []) {
    super(message);
    this.row = { statusCode, message, fields };
  }
}

/** One conversion: all of it, or none. */
function convert(request: ApexBean, access: Access): Outcome {
  const leadId = request.get('leadId') as Text;
  const { data } = current();
  const savepoint = data.setSavepoint();
  try {
    return { leadId, ...convertAll(request, leadId, access), errors: [] };
  } catch (thrown) {
    const errors = thrown instanceof ConversionError ? [thrown.row] : thrown instanceof ApexException && isCatchable(thrown) && thrown.dmlRows ? [thrown.dmlRows[0]!] : null;
    if (!errors) throw thrown;
    data.rollback(savepoint);
    return { leadId, accountId: null, contactId: null, opportunityId: null, errors };
  } finally {
    data.releaseSavepoint(savepoint);
  }
}

function convertAll(request: ApexBean, leadId: Text, access: Access): Omit<Outcome, 'leadId' | 'errors'> {
  if (leadId === null) throw new ConversionError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LeadId]', ['LeadId']);
  const lead = recordOf(leadId, ['IsConverted', 'OwnerId', 'Company', ...Object.keys(TO_ACCOUNT), ...Object.keys(TO_CONTACT)]);
  if (lead?.objectName !== 'Lead') throw new ConversionError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['LeadId']);
  if (lead.fields.get('IsConverted') === true) throw new ConversionError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  const status = request.get('convertedStatus') as Text;
  if (rowsOf('SELECT Id FROM LeadStatus WHERE MasterLabel = :status AND IsConverted = TRUE', status).length === 0) throw new ConversionError('INVALID_STATUS', `invalid convertedStatus: ${status ?? 'null'}`, ['Status']);
  const ownerId = (request.get('ownerId') as Text) ?? (lead.fields.get('OwnerId') as string);
  const save = (operation: 'insert' | 'update', record: SObjectRecord): string => {
    saveRecords(operation, [record], { caller: libraryCaller(), access, extra: new Map([['platform', true]]) });
    return record.fields.get('Id') as string;
  };
  // Of a record that is there already only empty fields take the lead's values.
  const kept = (objectName: string, id: string, mapping: Readonly<Record<string, string>>): string => {
    const record = filled(objectName, lead, mapping, {});
    const before = recordOf(id, record.fields.keys());
    for (const name of [...record.fields.keys()]) if ((before?.fields.get(name) ?? null) !== null) record.fields.delete(name);
    if (record.fields.size === 0) return id;
    record.fields.set('Id', id);
    return save('update', record);
  };
  const [givenAccount, givenContact] = [request.get('accountId') as Text, request.get('contactId') as Text];
  const accountId = givenAccount === null ? save('insert', filled('Account', lead, TO_ACCOUNT, { OwnerId: ownerId }, request.get('accountRecord'))) : kept('Account', givenAccount, TO_ACCOUNT);
  const contactId = givenContact === null ? save('insert', filled('Contact', lead, TO_CONTACT, { OwnerId: ownerId, AccountId: accountId }, request.get('contactRecord'))) : kept('Contact', givenContact, TO_CONTACT);
  let opportunityId = request.get('opportunityId') as Text;
  if (opportunityId === null && request.get('doNotCreateOpportunity') !== true) {
    opportunityId = save('insert', filled('Opportunity', lead, { LeadSource: 'LeadSource' }, {
      Name: request.get('opportunityName') ?? lead.fields.get('Company') ?? null, AccountId: accountId, OwnerId: ownerId, StageName: firstStage(), CloseDate: endOfQuarter(),
    }, request.get('opportunityRecord')));
    save('insert', filled('OpportunityContactRole', lead, {}, { OpportunityId: opportunityId, ContactId: contactId, IsPrimary: true }));
  }
  save('update', filled('Lead', lead, {}, {
    Id: leadId, Status: status, IsConverted: true, ConvertedDate: today(), ConvertedAccountId: accountId, ConvertedContactId: contactId, ConvertedOpportunityId: opportunityId, OwnerId: ownerId, IsUnreadByOwner: false,
  }));
  for (const object of ['Task', 'Event']) {
    for (const activity of rowsOf(`SELECT Id FROM ${object} WHERE WhoId = :lead`, leadId)) save('update', filled(object, activity, {}, { Id: activity.fields.get('Id'), WhoId: contactId }));
  }
  return { accountId, contactId, opportunityId };
}

/** A record made of a lead's values, values of its own, and those that the caller gives it. */
function filled(objectName: string, lead: SObjectRecord, mapping: Readonly<Record<string, string>>, values: Readonly<Record<string, ApexValue>>, given: ApexValue = null): SObjectRecord {
  const record = new SObjectRecord(objectName);
  const object = current().schema.object(objectName)!;
  for (const [from, to] of Object.entries(mapping)) {
    const value = lead.fields.get(from) ?? null;
    if (value !== null && current().schema.field(object, to)) record.fields.set(to, value);
  }
  for (const [name, value] of [...Object.entries(values), ...(given instanceof SObjectRecord ? given.fields : [])]) record.fields.set(name, value);
  return record;
}

const firstStage = (): ApexValue => rowsOf('SELECT MasterLabel FROM OpportunityStage WHERE IsActive = TRUE AND IsClosed = FALSE ORDER BY SortOrder')[0]?.fields.get('MasterLabel') ?? null;

function endOfQuarter(): ApexDate {
  const { year, month } = today();
  const next = ApexDate.of(year, Math.ceil(month / 3) * 3 + 1, 1);
  return new ApexDate(next.days - 1);
}

function convertLeads(target: ApexValue, ...rest: ApexValue[]): ApexValue {
  const requests = (target instanceof ApexList ? target.items : [target]).map((each) => (each as ApexBean | null) ?? failNull());
  const allOrNone = rest.find((each) => typeof each === 'boolean') !== false;
  const access = accessOf(rest.find((each) => each instanceof ApexBean) ?? null);
  const { limits, data } = current();
  limits.charge('dmlStatements', 1);
  limits.charge('dmlRows', requests.length);
  const savepoint = data.setSavepoint();
  const outcomes = requests.map((request) => convert(request, access));
  const failed = outcomes.findIndex((outcome) => outcome.errors.length > 0);
  if (allOrNone && failed >= 0) {
    data.rollback(savepoint);
    const { leadId, errors } = outcomes[failed]!;
    const [first] = errors;
    const exception = newException('System.DmlException', `ConvertLead failed. First exception on row ${failed}${leadId === null ? '' : ` with id ${leadId}`}; first error: ${first!.statusCode}, ${first!.message}: [${first!.fields.join(', ')}]`);
    exception.dmlRows = errors.map((error) => ({ ...error, index: failed, id: leadId }));
    throwException(exception);
  }
  data.releaseSavepoint(savepoint);
  const results = outcomes.map(({ errors, ...ids }) => {
    return makeResult('Database.LeadConvertResult', { ...ids, success: errors.length === 0, errors: listOf('Database.Error', errors.map((error) => new RowError(error))) });
  });
  return target instanceof ApexList ? listOf('Database.LeadConvertResult', results) : results[0]!;
}

const members: Record<string, LibraryFunction> = {};
for (const rest of ['', ', Boolean allOrNone', ', System.AccessLevel accessLevel', ', Boolean allOrNone, System.AccessLevel accessLevel']) {
  members[`static Database.LeadConvertResult convertLead(Database.LeadConvert lead${rest})`] = convertLeads;
  members[`static List<Database.LeadConvertResult> convertLead(List<Database.LeadConvert> leads${rest})`] = convertLeads;
}
/** Source: Apex Reference, Database Class, convertLead; LeadConvert Class. */
defineLibraryClass({ name: 'System.Database', members });
