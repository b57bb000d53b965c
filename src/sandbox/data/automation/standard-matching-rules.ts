/** Matching rules that every org has. Source: Salesforce Help, "Standard Account Matching Rule", "Standard Contact Matching Rule", "Standard Lead Matching Rule". */
import type { MatchingItem, MatchingMethod, MatchingRule } from './contract.ts';

const items = (...list: readonly (readonly [field: string, method: MatchingMethod])[]): MatchingItem[] => list.map(([field, method]) => ({ field, method, blanksMatch: false }));
const PERSON = '1 AND 2 AND ((3 AND 4) OR 5 OR (6 AND 4) OR 6 OR (7 AND (8 OR 9 OR 6 OR 3)))';

function rule(name: string, label: string, logic: string, list: readonly MatchingItem[]): MatchingRule {
  return { name, label, description: null, isActive: true, items: list, logic, namespace: null };
}

export const STANDARD_MATCHING_RULES: readonly MatchingRule[] = [
  rule('Standard_Account_Match_Rule_v1_0', 'Standard Account Matching Rule', '(1 AND (2 OR (3 AND 4) OR 5 OR 6)) OR (7 AND (6 OR 2))',
    items(['Name', 'CompanyName'], ['BillingStreet', 'Street'], ['BillingCity', 'City'], ['BillingState', 'Exact'], ['BillingPostalCode', 'Zip'], ['Phone', 'Phone'], ['Website', 'Exact'])),
  rule('Standard_Contact_Match_Rule_v1_1', 'Standard Contact Matching Rule', PERSON,
    items(['FirstName', 'FirstName'], ['LastName', 'LastName'], ['Title', 'Title'], ['Account.Name', 'CompanyName'], ['Email', 'Exact'], ['Phone', 'Phone'], ['MailingStreet', 'Street'], ['MailingCity', 'City'], ['MailingPostalCode', 'Zip'])),
  rule('Standard_Lead_Match_Rule_v1_0', 'Standard Lead Matching Rule', PERSON,
    items(['FirstName', 'FirstName'], ['LastName', 'LastName'], ['Title', 'Title'], ['Company', 'CompanyName'], ['Email', 'Exact'], ['Phone', 'Phone'], ['Street', 'Street'], ['City', 'City'], ['PostalCode', 'Zip'])),
];
