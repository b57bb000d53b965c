/** Record types: the picklist values that each offers, who may give which, what new records start with. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { loadSchema } from '../../../src/sandbox/data/metadata/load-schema.ts';
import { offeredValues, recordTypeByName, recordTypeId, recordTypeOf } from '../../../src/sandbox/data/record-types.ts';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';
import { projectFolder } from '../../support/folders.ts';

const xml = (root: string, content: string): string => `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const value = (name: string, isDefault = false): string => `<value><fullName>${name}</fullName><default>${isDefault}</default><label>${name}</label></value>`;
const picklist = (name: string, values: string, isRestricted = true, type = 'Picklist'): string => xml('CustomField', `<fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>${type}</type><valueSet><restricted>${isRestricted}</restricted><valueSetDefinition>${values}</valueSetDefinition></valueSet>`);
const offers = (field: string, ...values: readonly string[]): string => `<picklistValues><picklist>${field}</picklist>${values.map(each => `<values><fullName>${each.replace('*', '')}</fullName><default>${each.startsWith('*')}</default></values>`).join('')}</picklistValues>`;
const recordType = (label: string, content = '', isActive = true): string => xml('RecordType', `<active>${isActive}</active><label>${label}</label>${content}`);
const visibility = (recordType: string, isVisible: boolean, isDefault = false): string => `<recordTypeVisibilities><default>${isDefault}</default><recordType>${recordType}</recordType><visible>${isVisible}</visible></recordTypeVisibilities>`;

const FILES = {
  'objects/Trip__c/Trip__c.object-meta.xml': xml('CustomObject', '<label>Trip</label><pluralLabel>Trips</pluralLabel><nameField><type>Text</type><label>Name</label></nameField>'),
  'objects/Trip__c/fields/Mode__c.field-meta.xml': picklist('Mode__c', value('Rail', true) + value('Road') + value('Sea/Air') + `<value><fullName>Foot</fullName><default>false</default><isActive>false</isActive></value>`),
  'objects/Trip__c/fields/Class__c.field-meta.xml': picklist('Class__c', value('First') + value('Second', true), false),
  'objects/Trip__c/fields/Extras__c.field-meta.xml': picklist('Extras__c', value('Meal', true) + value('Bed', true) + value('Bike'), true, 'MultiselectPicklist'),
  'objects/Trip__c/recordTypes/Freight.recordType-meta.xml': recordType('Freight', offers('Mode__c', 'Foot', '*Sea%2FAir', 'Road') + offers('Class__c', '*First') + offers('Extras__c', 'Bike')),
  'objects/Trip__c/recordTypes/Tour.recordType-meta.xml': recordType('Tour', offers('Mode__c', 'Rail')),
  'objects/Trip__c/recordTypes/Retired.recordType-meta.xml': recordType('Retired', '', false),
  'objects/Account/recordTypes/Client.recordType-meta.xml': recordType('Client', offers('Industry', '*Banking', 'Energy')),
  'objects/Account/recordTypes/Vendor.recordType-meta.xml': recordType('Vendor'),
  'objects/Lead/businessProcesses/Fast.businessProcess-meta.xml': xml('BusinessProcess', '<isActive>true</isActive><values><fullName>Working - Contacted</fullName><default>true</default></values><values><fullName>Closed - Converted</fullName><default>false</default></values>'),
  'objects/Lead/recordTypes/Quick.recordType-meta.xml': recordType('Quick', '<businessProcess>Fast</businessProcess>'),
  'profiles/Planner.profile-meta.xml': xml('Profile', `<objectPermissions><object>Trip__c</object><allowCreate>true</allowCreate><allowRead>true</allowRead><allowEdit>true</allowEdit></objectPermissions>${visibility('Trip__c.Tour', true, true)}${visibility('Trip__c.Freight', false)}${visibility('Account.Client', false)}`),
  'permissionsets/Shipping.permissionset-meta.xml': xml('PermissionSet', `<label>Shipping</label>${visibility('Trip__c.Freight', true)}`),
};
const CLASSES = [
  `public class Types {
    public static Id of(SObjectType t, String name) { return t.getDescribe().getRecordTypeInfosByDeveloperName().get(name).getRecordTypeId(); }
    public static Id trip(String name) { return of(Trip__c.SObjectType, name); }
    public static void show(Id id) { Trip__c t = [SELECT RecordType.DeveloperName, Mode__c, Class__c, Extras__c FROM Trip__c WHERE Id = :id]; System.debug(t.RecordType.DeveloperName + ' ' + t.Mode__c + ' ' + t.Class__c + ' ' + t.Extras__c); }
    public static void save(Trip__c t) {
      try { upsert t; show(t.Id); } catch (DmlException e) { System.debug(e.getDmlType(0) + ' ' + e.getDmlMessage(0).replaceAll('012\\\\w{15}', 'ID') + ' ' + e.getDmlFieldNames(0)); }
    }
    public static User user(String profile, String permissionSet) {
      User u = new User(LastName = profile, Alias = 'x', Email = 'x@x.example', Username = 'u' + Crypto.getRandomInteger() + '@x.example', ProfileId = [SELECT Id FROM Profile WHERE Name = :profile].Id,
        TimeZoneSidKey = 'GMT', LocaleSidKey = 'en_US', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US');
      insert u;
      if (permissionSet != null) insert new PermissionSetAssignment(AssigneeId = u.Id, PermissionSetId = [SELECT Id FROM PermissionSet WHERE Name = :permissionSet].Id);
      return u;
    }
    public static void infos(SObjectType t) {
      for (RecordTypeInfo info : t.getDescribe().getRecordTypeInfos()) System.debug(info.getDeveloperName() + (info.isActive() ? ' active' : '') + (info.isAvailable() ? ' available' : '') + (info.isDefaultRecordTypeMapping() ? ' default' : ''));
    }
  }`,
];

type Program = readonly [title: string, code: string, prints: readonly string[]];
const INVALID = "INVALID_CROSS_REFERENCE_KEY Record Type ID: this ID value isn't valid for the user: ID (RecordTypeId)";
const bad = (field: string, text: string): string => `INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST ${field.replace('__c', '')}: bad value for restricted picklist field: ${text} (${field})`;

const PROGRAMS: readonly Program[] = [
  ['a record without a record type has all values, and the defaults of the fields', "Types.save(new Trip__c()); Types.save(new Trip__c(Mode__c = 'Sea/Air', RecordTypeId = '012000000000000AAA')); Types.save(new Trip__c(RecordTypeId = null));",
    ['null Rail Second Meal;Bed', 'null Sea/Air Second Meal;Bed', 'null Rail Second Meal;Bed']],
  ['a record type has its own defaults, and those of the picklists that it says nothing of', "Types.save(new Trip__c(RecordTypeId = Types.trip('Freight'))); Types.save(new Trip__c(RecordTypeId = Types.trip('Tour')));", ['Freight Sea/Air First null', 'Tour null Second Meal;Bed']],
  ['a restricted picklist refuses what the record type doesn\'t offer', "Types.save(new Trip__c(RecordTypeId = Types.trip('Freight'), Mode__c = 'Rail')); Types.save(new Trip__c(RecordTypeId = Types.trip('Freight'), Mode__c = 'Foot')); Types.save(new Trip__c(RecordTypeId = Types.trip('Freight'), Extras__c = 'Bike;Bed'));",
    [bad('Mode__c', 'Rail'), bad('Mode__c', 'Foot'), bad('Extras__c', 'Bed')]],
  ['others take it', "Types.save(new Trip__c(RecordTypeId = Types.trip('Freight'), Class__c = 'Second'));", ['Freight Sea/Air Second null']],
  ['what a record has stays when its record type changes', "Trip__c t = new Trip__c(); insert t; t = new Trip__c(Id = t.Id, RecordTypeId = Types.trip('Freight')); Types.save(t); t.Mode__c = 'Road'; Types.save(t); t.Mode__c = 'Rail'; Types.save(t);",
    ['Freight Rail Second Meal;Bed', 'Freight Road Second Meal;Bed', bad('Mode__c', 'Rail')]],
  ['record types of other objects, and inactive ones, are none to give', "Types.save(new Trip__c(RecordTypeId = Types.of(Account.SObjectType, 'Client'))); Types.save(new Trip__c(RecordTypeId = Types.trip('Retired')));", [INVALID, INVALID]],
  ['constructors know no defaults, newSObject those of the record type', `Trip__c plain = new Trip__c(RecordTypeId = Types.trip('Freight')); System.debug(plain.Mode__c);
    for (Id type : new List<Id>{ Types.trip('Freight'), Types.trip('Tour'), null }) { Trip__c t = (Trip__c) Trip__c.SObjectType.newSObject(type, true); System.debug((t.RecordTypeId == type) + ' ' + t.Mode__c + ' ' + t.Class__c + ' ' + t.Extras__c); }
    Trip__c bare = (Trip__c) Trip__c.SObjectType.newSObject(Types.trip('Freight'), false); System.debug(bare.RecordTypeId != null && bare.Mode__c == null);`,
  ['null', 'true Sea/Air First null', 'true null Second Meal;Bed', 'true Rail Second Meal;Bed', 'true']],
  ['standard picklists and statuses of processes are part of it', `Account a = new Account(Name = 'A', RecordTypeId = Types.of(Account.SObjectType, 'Client')); insert a; System.debug([SELECT Industry FROM Account WHERE Id = :a.Id].Industry);
    Lead l = new Lead(LastName = 'L', Company = 'C', RecordTypeId = Types.of(Lead.SObjectType, 'Quick')); insert l; System.debug([SELECT Status FROM Lead WHERE Id = :l.Id].Status);
    System.debug([SELECT Name, BusinessProcess.Name FROM RecordType WHERE SobjectType = 'Lead'].BusinessProcess.Name);`, ['Banking', 'Working - Contacted', 'Fast']],
  ['who nothing is said of has all active ones, and the master record type by default', 'Types.infos(Trip__c.SObjectType); Types.infos(Contact.SObjectType);', ['Freight active available', 'Retired', 'Tour active available', 'Master active available default', 'Master active available default']],
];

/** As users of other profiles. */
const AS: readonly Program[] = [
  ['a profile gives record types, and says which is the default', "System.runAs(Types.user('Planner', null)) { Types.infos(Trip__c.SObjectType); Types.save(new Trip__c()); Types.save(new Trip__c(RecordTypeId = null)); Types.save(new Trip__c(Mode__c = 'Road')); Types.save(new Trip__c(RecordTypeId = Types.trip('Freight'))); }",
    ['Freight active', 'Retired', 'Tour active available default', 'Master active available', 'Tour null Second Meal;Bed', 'Tour null Second Meal;Bed', bad('Mode__c', 'Road'), INVALID]],
  ['permission sets give more', "System.runAs(Types.user('Planner', 'Shipping')) { Types.infos(Trip__c.SObjectType); Types.save(new Trip__c(RecordTypeId = Types.trip('Freight'))); Types.save((Trip__c) Trip__c.SObjectType.newSObject(null, true)); }",
    ['Freight active available', 'Retired', 'Tour active available default', 'Master active available', 'Freight Sea/Air First null', 'Tour null Second Meal;Bed']],
  ['a profile may leave the master record type alone', "System.runAs(Types.user('Planner', null)) { Types.infos(Account.SObjectType); }", ['Client active', 'Vendor active', 'Master active available default']],
  ['a record keeps the type that another user gave it', `Trip__c t = new Trip__c(RecordTypeId = Types.trip('Freight')); insert t;
    System.runAs(Types.user('Planner', null)) { Trip__c again = [SELECT Id, RecordTypeId, Class__c FROM Trip__c WHERE Id = :t.Id]; again.Class__c = 'Second'; Types.save(again); }`, ['Freight Sea/Air Second null']],
];

describe('record types', () => {
  let org: TestOrg;
  before(() => {
    org = openTestOrg({ files: FILES, classes: [...CLASSES, `@IsTest private class AsUsers { ${AS.map(([, code], i) => `@IsTest static void p${i}() { ${code} }`).join('\n')} }`] });
  });
  after(() => org.close());

  for (const [title, code, prints] of PROGRAMS) {
    it(title, () => {
      const { output, exception } = org.run(`Savepoint start = Database.setSavepoint(); ${code} Database.rollback(start);`);
      assert.equal(exception, null);
      assert.deepEqual(output, prints);
    });
  }

  for (const [i, [title, , prints]] of AS.entries()) {
    it(title, () => {
      const output: string[] = [];
      const { exception } = org.executor.runTest('AsUsers', `p${i}`, org.users[0]!, false, null, (text) => output.push(text));
      assert.equal(exception, null);
      assert.deepEqual(output, prints);
    });
  }

  it('are loaded from metadata format, from packages, and with what a later project says', () => {
    const old = projectFolder({ 'objects/Trip__c.object': xml('CustomObject', `<label>Trip</label><pluralLabel>Trips</pluralLabel><nameField><type>Text</type><label>N</label></nameField>
      <fields><fullName>Mode__c</fullName><label>Mode</label><type>Picklist</type><valueSet><valueSetDefinition>${value('Id. 5%')}${value('Road')}</valueSetDefinition></valueSet></fields>
      <recordTypes><fullName>Bus</fullName><active>true</active><label>Bus</label>${offers('Mode__c', '*Id%2E 5%')}</recordTypes>`) });
    const own = projectFolder({ 'objects/acme__Trip__c/recordTypes/Bus.recordType-meta.xml': recordType('Our bus') });
    const { schema, errors } = loadSchema({ projects: [{ directory: old, namespace: 'acme' }, { directory: own, namespace: null }], namespace: null });
    for (const folder of [old, own]) rmSync(folder, { recursive: true });
    assert.deepEqual(errors, []);
    const trip = schema.object('acme__Trip__c')!;
    assert.deepEqual(trip.recordTypes.map(({ namespace, label }) => [namespace, label]), [['acme', 'Bus'], [null, 'Our bus']]);
    const mode = trip.fields.get('acme__mode__c')!;
    const offered = (type: typeof trip.recordTypes[number] | null): unknown => offeredValues(mode, type).map((one) => [one.value, one.isDefault]);
    assert.deepEqual(offered(recordTypeByName(trip, 'acme__bus')), [['Id. 5%', true]]);
    assert.deepEqual(offered(trip.recordTypes[1]!), [['Id. 5%', false], ['Road', false]]);
    const bus = recordTypeId(trip, trip.recordTypes[0]!);
    assert.deepEqual([bus, bus.slice(0, 15), `${bus.slice(0, 14)}0`, null].map((id) => recordTypeOf(trip, id)?.label ?? null), ['Bus', 'Bus', null, null]);
    assert.deepEqual(offered(null), [['Id. 5%', false], ['Road', false]]);
  });
});
