/** Of standard objects with very many fields, those that their usual page layouts show, in that order. */
const address = (kind: string): string => ['Street', 'City', 'State', 'PostalCode', 'Country'].map(part => kind + part).join(' ');

const LAYOUTS: Readonly<Record<string, string>> = {
  Account: `Name ParentId Type Industry Phone Fax Website AnnualRevenue NumberOfEmployees Rating AccountNumber Description ${address('Billing')} ${address('Shipping')} OwnerId`,
  Asset: 'Name AccountId ContactId Product2Id Status SerialNumber Quantity Price PurchaseDate InstallDate UsageEndDate Description OwnerId',
  Campaign: 'Name IsActive Type Status StartDate EndDate ParentId ExpectedRevenue BudgetedCost ActualCost Description OwnerId',
  Case: 'CaseNumber Subject Status Priority Origin Type Reason AccountId ContactId SuppliedEmail SuppliedPhone Description OwnerId',
  Contact: `Salutation FirstName LastName AccountId Title Department Email Phone MobilePhone Fax ReportsToId LeadSource Birthdate Description ${address('Mailing')} OwnerId`,
  Contract: `AccountId Status StartDate ContractTerm Description ${address('Billing')} OwnerId`,
  Event: 'Subject StartDateTime EndDateTime IsAllDayEvent Location WhoId WhatId Description OwnerId',
  Lead: `Salutation FirstName LastName Company Title Status Email Phone MobilePhone Website LeadSource Industry Rating AnnualRevenue NumberOfEmployees Description ${address('')} OwnerId`,
  Opportunity: 'Name AccountId StageName CloseDate Amount Probability Type LeadSource NextStep CampaignId Pricebook2Id Description OwnerId',
  Order: `AccountId ContractId Status EffectiveDate EndDate Type Pricebook2Id Description ${address('Billing')} ${address('Shipping')} OwnerId`,
  Product2: 'Name ProductCode IsActive Family QuantityUnitOfMeasure Description',
  Quote: `Name OpportunityId Status ExpirationDate ContactId Email Phone Tax ShippingHandling Description ${address('Billing')}`,
  Task: 'Subject Status Priority ActivityDate WhoId WhatId Description OwnerId',
  User: 'FirstName LastName Alias Email Username IsActive ProfileId UserRoleId Title Department Phone MobilePhone TimeZoneSidKey LocaleSidKey LanguageLocaleKey EmailEncodingKey',
};
const ranks = new Map(Object.entries(LAYOUTS).map(([object, fields]) => [object, new Map(fields.split(' ').map((name, index) => [name, index]))]));

/** Where the layout has the field; null: it doesn't. Objects without a layout here have all their fields, as they come. */
export function usualPlace(object: string, field: string): number | null {
  const layout = ranks.get(object);
  return layout ? layout.get(field) ?? null : 0;
}
