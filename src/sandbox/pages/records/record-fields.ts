/** Which fields of a record a page shows, and in what order. */
import type { DescribedObject, Field } from './objects.ts';

const SYSTEM = new Set(['Id', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'IsDeleted', 'LastViewedDate', 'LastReferencedDate', 'LastActivityDate']);
/** Shown by their parts. */
const COMPOUND = new Set(['address', 'location', 'complexvalue', 'anyType']);
const HIDDEN = new Set(['IsDeleted', 'SystemModstamp', 'LastViewedDate', 'LastReferencedDate', 'MasterRecordId', 'PhotoUrl', 'CleanStatus']);

/** Of standard objects, what their usual page layouts show; the rest is folded away while it is empty. */
const USUAL = new Set([
  'FirstName', 'LastName', 'AccountId', 'ContactId', 'ParentId', 'Company', 'Title', 'Department', 'Email', 'Phone', 'MobilePhone', 'Fax', 'Website', 'Type', 'Industry', 'Rating', 'AnnualRevenue', 'NumberOfEmployees',
  'LeadSource', 'Status', 'StageName', 'CloseDate', 'Amount', 'Probability', 'NextStep', 'Priority', 'Origin', 'Reason', 'Subject', 'ActivityDate', 'WhatId', 'WhoId', 'StartDateTime', 'EndDateTime', 'StartDate', 'EndDate',
  'EffectiveDate', 'ContractTerm', 'ProductCode', 'Family', 'IsActive', 'Product2Id', 'Pricebook2Id', 'PricebookEntryId', 'Quantity', 'UnitPrice', 'Description',
  ...['Billing', 'Shipping', 'Mailing', ''].flatMap(kind => ['Street', 'City', 'State', 'PostalCode', 'Country'].map(part => kind + part)),
]);

export interface FieldGroups {
  readonly main: readonly Field[];
  /** Seldom used: folded away while empty. */
  readonly more: readonly Field[];
  readonly system: readonly Field[];
}

/** `isUsed`: has a value, or an error. */
export function groupFields(object: DescribedObject, isUsed: (field: Field) => boolean): FieldGroups {
  const shown = object.fields.filter(field => !COMPOUND.has(field.type) && !HIDDEN.has(field.name));
  const rest = shown.filter(field => !SYSTEM.has(field.name));
  const isMain = (field: Field): boolean => field.nameField || field.custom || isRequired(field) || field.name === 'OwnerId' || USUAL.has(field.name) || isUsed(field);
  const rank = (field: Field): number => (field.nameField ? 0 : isRequired(field) ? 1 : field.custom ? 2 : 3);
  return {
    main: rest.filter(isMain).map((field, index) => ({ field, index })).sort((a, b) => rank(a.field) - rank(b.field) || a.index - b.index).map(each => each.field),
    more: rest.filter(field => !isMain(field)),
    system: shown.filter(field => SYSTEM.has(field.name)),
  };
}

/** A person has to give it: the platform doesn't fill it in. */
export const isRequired = (field: Field): boolean => !field.nillable && field.createable && field.type !== 'boolean' && !field.defaultedOnCreate && field.name !== 'OwnerId';
