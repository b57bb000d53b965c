/** What the org answers. */
export type Row = Readonly<Record<string, unknown>>;

const field = (name: string, type: string, more: Row = {}): Row => ({
  name, label: name.replace(/__c$/, '').replaceAll('_', ' '), type, createable: true, updateable: true, calculated: false, calculatedFormula: null, custom: name.endsWith('__c'), externalId: false, unique: false, nillable: true, htmlFormatted: false, autoNumber: false,
  length: type === 'string' ? 80 : 0, precision: 0, scale: 0, referenceTo: [], relationshipName: null, cascadeDelete: false, restrictedPicklist: false, picklistValues: [], ...more,
});
const lookup = (name: string, target: string, relationshipName: string, more: Row = {}): Row => field(name, 'reference', { referenceTo: [target], relationshipName, ...more });
const child = (childSObject: string, name: string, relationshipName: string): Row => ({ childSObject, field: name, relationshipName, deprecatedAndHidden: false });
const describe = (name: string, label: string, labelPlural: string, fields: readonly Row[], childRelationships: readonly Row[] = [], recordTypeInfos: readonly Row[] = []): readonly [string, Row] => [`/sobjects/${name}/describe`, {
  name, label, labelPlural, custom: name.endsWith('__c'), customSetting: false, createable: true, queryable: true, childRelationships, recordTypeInfos: [...recordTypeInfos, { name: 'Master', master: true, recordTypeId: '012000000000000AAA' }],
  fields: [field('Id', 'id', { createable: false }), lookup('OwnerId', 'User', 'Owner'), field('CreatedDate', 'datetime', { createable: false }), ...fields],
}];

export const describes: ReadonlyMap<string, Row> = new Map([
  describe('Account', 'Account', 'Accounts', [
    field('Name', 'string', { nillable: false, length: 255 }), field('Phone', 'phone'), field('Description', 'textarea', { length: 32_000 }), field('Industry', 'picklist'), field('AnnualRevenue', 'currency', { precision: 18 }),
    lookup('ParentId', 'Account', 'Parent'), field('BillingAddress', 'address', { createable: false }), field('FutureStatus', 'picklist'), field('zed__Score__c', 'double', { precision: 5, scale: 1 }),
    field('Region__c', 'picklist', { restrictedPicklist: true, picklistValues: [{ value: 'North & South', label: 'North <both> South', active: true, defaultValue: true }, { value: '100% South', label: '100% South', active: true, defaultValue: false }, { value: 'Old', label: 'Old', active: false, defaultValue: false }] }),
    lookup('RecordTypeId', 'RecordType', 'RecordType'), lookup('Main_Contact__c', 'Contact', 'Main_Contact__r'),
    field('Key__c', 'string', { externalId: true, unique: true, length: 20 }), field('Twice__c', 'currency', { precision: 18, createable: false, calculated: true, calculatedFormula: 'AnnualRevenue * 2' }),
  ], [child('Contact', 'AccountId', 'Contacts'), child('acme__Order__c', 'acme__Account__c', 'acme__Orders__r'), child('AccountShare', 'AccountId', 'Shares'), child('Secret__c', 'Account__c', 'Secrets__r')],
  [{ name: 'Grocer & Co', master: false, recordTypeId: '0125g00000GrocerAA' }]),
  describe('Contact', 'Contact', 'Contacts', [field('LastName', 'string', { nillable: false }), field('Email', 'email', { length: 80 }), lookup('AccountId', 'Account', 'Account'), lookup('ReportsToId', 'Contact', 'ReportsTo')], [child('Contact', 'ReportsToId', 'Reports')]),
  describe('acme__Order__c', 'Order', 'Orders', [field('Name', 'string', { createable: false, autoNumber: true }), lookup('acme__Account__c', 'Account', 'acme__Account__r'), field('acme__Amount__c', 'currency', { precision: 12, scale: 2 }), field('Local_Note__c', 'textarea', { length: 2000 })], [child('acme__Line__c', 'acme__Order__c', 'acme__Lines__r')]),
  describe('acme__Line__c', 'Line', 'Lines', [field('Name', 'string'), lookup('acme__Order__c', 'acme__Order__c', 'acme__Order__r', { nillable: false, cascadeDelete: true }), field('acme__Text__c', 'string', { length: 100 })]),
  describe('User', 'User', 'Users', [field('Username', 'string')]),
]);

export const GLOBAL = {
  sobjects: [['Account', '001'], ['Contact', '003'], ['acme__Order__c', 'a00'], ['acme__Line__c', 'a01'], ['User', '005'], ['Secret__c', 'a02'], ['AccountShare', '00r']].map(([name, keyPrefix]) => ({ name, keyPrefix, createable: true, queryable: true })),
};

const USER = '0055g00000AmyAAAA1';
export const ids = { harbor: '0015g00000HarborAA', parent: '0015g00000ParentAA', ann: '0035g00000AnnAAAAA', bob: '0035g00000BobAAAAA', order: 'a005g00000Order1AA', line: 'a015g00000Line01AA' } as const;

export const rows: ReadonlyMap<string, readonly Row[]> = new Map<string, readonly Row[]>([
  ['Account', [
    { Id: ids.harbor, OwnerId: USER, Name: 'Harbor Foods International', Phone: '+49 30 5551234', Description: 'Pays late, <says> Wilhelmina & co', Industry: 'Retail', AnnualRevenue: 1200.5, ParentId: ids.parent, FutureStatus: 'Pending', zed__Score__c: 3.5, Region__c: 'North & South', Key__c: 'HF-1', RecordTypeId: '0125g00000GrocerAA', Main_Contact__c: ids.ann },
    { Id: ids.parent, OwnerId: USER, Name: 'Grandmother Holding', Industry: 'Retail' },
  ]],
  ['Contact', [
    { Id: ids.ann, OwnerId: USER, LastName: 'Featherstonehaugh', Email: 'ann@harbor.example', AccountId: ids.harbor, ReportsToId: ids.bob },
    { Id: ids.bob, OwnerId: USER, LastName: 'Marmaduke', Email: 'bob@harbor.example', AccountId: ids.harbor, ReportsToId: ids.ann },
    ...Array.from({ length: 250 }, (_, i) => ({ Id: `0035g00000P${String(i).padStart(7, '0')}`, OwnerId: USER, LastName: `Employee ${i}`, AccountId: ids.parent })),
  ]],
  ['acme__Order__c', [{ Id: ids.order, OwnerId: USER, acme__Account__c: ids.harbor, acme__Amount__c: 99.95, Local_Note__c: 'Ring Featherstonehaugh twice' }]],
  ['acme__Line__c', [{ Id: ids.line, OwnerId: USER, Name: 'Line', acme__Order__c: ids.order, acme__Text__c: 'Dark chocolate' }]],
]);

const list = (...records: readonly Row[]): Row => ({ totalSize: records.length, done: true, records: records.map(each => ({ attributes: {}, ...each })) });
const choice = (value: string): Row => ({ attributes: null, label: value, validFor: [], value });
const RULE = "ValidationRule WHERE Active = true AND NamespacePrefix = null AND EntityDefinition.QualifiedApiName = 'Account'";

export const replies: ReadonlyMap<string, Row> = new Map([
  ['/query Organization', list({ Id: '00D5g0000000001EAA', Name: 'Harbor Foods', InstanceName: 'EU42', IsSandbox: false })],
  ["/query User WHERE Username = 'amy@harbor.example'", list({ Profile: { Name: 'Warehouse' }, TimeZoneSidKey: 'Europe/Berlin', LocaleSidKey: 'de_DE' })],
  ['/query PackageLicense', list({ NamespacePrefix: 'acme', Status: 'Active', AllowedLicenses: 5, ExpirationDate: null })],
  ['/tooling/query InstalledSubscriberPackage', list(
    { SubscriberPackage: { NamespacePrefix: 'acme', Name: 'Desk' }, SubscriberPackageVersion: { MajorVersion: 1, MinorVersion: 2, PatchVersion: 0 } },
    { SubscriberPackage: { NamespacePrefix: 'zed', Name: 'Zed Scores' }, SubscriberPackageVersion: { MajorVersion: 3, MinorVersion: 0, PatchVersion: 7 } },
  )],
  ["/query RecordType WHERE SobjectType = 'Account'", list({ Id: '0125g00000GrocerAA', DeveloperName: 'Grocer', Name: 'Grocer & Co', IsActive: true, NamespacePrefix: null })],
  ['/ui-api/object-info/Account/picklist-values/0125g00000GrocerAA', { picklistFieldValues: {
    Region__c: { controllerValues: {}, defaultValue: choice('North & South'), values: [choice('North & South'), choice('100% South')] },
    Industry: { controllerValues: {}, defaultValue: null, values: [choice('Retail'), choice('Energy')] },
  } }],
  [`/tooling/query ${RULE}`, list({ Id: '03d5g0000000001AAA', ValidationName: 'Phone_Known', ErrorMessage: 'A <phone> & more', ErrorDisplayField: 'Phone' })],
  ['/tooling/sobjects/ValidationRule/03d5g0000000001AAA', { Metadata: { errorConditionFormula: 'AND(ISBLANK(Phone), Name <> "x")' } }],
  ["/query ApexTrigger WHERE NamespacePrefix = null AND Status = 'Active'", list({ Name: 'AccountNote', Body: 'trigger AccountNote on Account (before insert) { Helper.mark(Trigger.new); }' }, { Name: 'LeadNote', Body: 'trigger LeadNote on Lead (before insert) {}' })],
  ["/query ApexClass WHERE NamespacePrefix = null AND Status = 'Active'", list({ Name: 'Helper', Body: "public class Helper { public static void mark(List<Account> all) { for (Account each : all) each.Site = 'marked'; } }" }, { Name: 'HelperTest', Body: '@IsTest private class HelperTest {}' })],
]);
