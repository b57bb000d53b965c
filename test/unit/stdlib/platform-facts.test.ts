import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId, seedRow } from '../../../src/sandbox/data/bootstrap.ts';
import { Delta } from '../../../src/sandbox/data/delta.ts';
import { openTestOrg } from '../../support/apex.ts';
import { evaluations } from './evaluations.ts';
import { programs } from '../language/programs.ts';

describe('Location, Datetime.parse and traces', () => {
  evaluations([
    ['Location.newInstance(37.5, -122.25).getLatitude()', '37.5'], ["Math.round(Location.newInstance(0, 0).getDistance(Location.newInstance(0, 90), 'km'))", '10008'], ["Math.round(Location.getDistance(Location.newInstance(0, 0), Location.newInstance(0, 1), 'mi'))", '69'],
    ["Location.newInstance(0, 0).getDistance(Location.newInstance(0, 0), 'm')", '! System.InvalidParameterValueException: Invalid unit: m. Valid units are mi and km.'],
    ["String.valueOfGmt(Datetime.parse('10/14/2011 11:46 AM'))", '2011-10-14 18:46:00'], ["Datetime.parse('10/14/2011')", '! System.TypeException: Invalid date/time: 10/14/2011'], ["String.valueOfGmt(Datetime.valueOf('2018-08-08 08:08:08-7'))", '2018-08-08 15:08:08'],
    ["((Object) new List<SObject>()) instanceof SObject", 'true'], ["((Object) new List<Account>()) instanceof SObject", 'false'],
    ['Schema.SObjectType.Account.fields.getMap().containsKey(\'IsPersonAccount\')', 'false'],
    ["((Date) JSON.deserialize('\"2018-8-9\"', Date.class)).format()", '8/9/2018'], ["((Datetime) JSON.deserialize('\"2018-8-9T04:05:06Z\"', Datetime.class)).formatGmt('yyyy-MM-dd HH:mm')", '2018-08-09 04:05'],
    ['Schema.SObjectType.Account.queryable', 'true'], ['Schema.SObjectType.Account.isCustomSetting()', 'false'], ['Schema.SObjectType.Account.customSetting', 'false'], ['Schema.SObjectType.Account.childrelationships.isEmpty()', 'false'],
    // Every lookup leads somewhere.
    ["Pricebook2.sObjectType.getDescribe().fields.getMap().containsKey('CostBookId')", 'false'], ['Account.DandbCompanyId.getDescribe().getReferenceTo()[0].getDescribe().getName()', 'DandBCompany'],
    ["Schema.getGlobalDescribe().containsKey('accountshare')", 'true'], ["Schema.getGlobalDescribe().containsKey('Product2Share')", 'false'],
    ['UserRecordAccess.sObjectType.getDescribe().getKeyPrefix()', 'null'],
  ]);
  programs([
    { name: 'a trace goes on with the cause', code: "try { try { throw new CalloutException('test'); } catch (Exception e) { throw new CalloutException(e); } } catch (Exception e) { System.debug(e.getStackTraceString()); }", prints: ['AnonymousBlock: line 1, column 1\nCaused by\nSystem.CalloutException: test\n\nAnonymousBlock: line 1, column 1'] },
    { name: 'numbers go unboxed to comparators of numbers', code: "System.Comparator<Object> c = (System.Comparator<Object>) (Object) new Numbers(); Object a = Decimal.valueOf('0.1'); System.debug(c.compare(a, 0.1)); List<Double> l = new List<Double>{ 10.5, 9.5 }; l.sort(new Numbers()); System.debug(l);", prints: ['0', '(9.5, 10.5)'] },
    { name: 'an overload keeps its place in an interface', code: "Finder f = new Finding(); System.debug(f.find(new List<Account>())); System.debug(f.find(new List<Object>()));", prints: ['records', 'objects'] },
    { name: 'custom metadata is asked for nothing; releasing a savepoint counts', code: "List<Rate__mdt> r = [SELECT DeveloperName FROM Rate__mdt]; System.debug(Limits.getQueries()); r = [SELECT Long__c FROM Rate__mdt]; System.debug(Limits.getQueries()); Savepoint s = Database.setSavepoint(); Database.releaseSavepoint(s); System.debug(Limits.getDmlStatements());", prints: ['0', '1', '2'] },
    { name: 'an asset needs an account or a contact', code: "insert new Asset(Name = 'A');", throws: 'System.DmlException: Insert failed. First exception on row 0; first error: FIELD_INTEGRITY_EXCEPTION, Every asset needs an account, a contact, or both.: [AccountId]' },
    { name: 'JSON of picklist entries', code: "System.debug(JSON.serialize(Opportunity.StageName.getDescribe().getPicklistValues()[0]));", prints: ['{"value":"Prospecting","validFor":null,"label":"Prospecting","defaultValue":false,"active":true}'] },
  ], [
    'public class Numbers implements System.Comparator<Double> { public Integer compare(Double a, Double b) { return a == b ? 0 : a > b ? 1 : -1; } }',
    "public interface Finder { String find(Set<Object> v); String find(List<Object> v); String find(List<SObject> v); }",
    "public class Finding implements Finder { public String find(Set<Object> v) { return 'set'; } public String find(List<Object> v) { return 'objects'; } public String find(List<SObject> v) { return 'records'; } }",
  ], {
    'objects/Rate__mdt/Rate__mdt.object-meta.xml': '<CustomObject><label>Rate</label><pluralLabel>Rates</pluralLabel></CustomObject>',
    'objects/Rate__mdt/fields/Long__c.field-meta.xml': '<CustomField><fullName>Long__c</fullName><label>Long</label><type>LongTextArea</type><length>1000</length></CustomField>',
  });
});

describe('BusinessHours', () => {
  programs([
    { name: 'are around the clock by default', code: "Id h = [SELECT Id FROM BusinessHours WHERE IsDefault = TRUE].Id; Datetime d = Datetime.newInstanceGmt(2026, 11, 20, 10, 0, 0); System.debug(BusinessHours.diff(h, d, d.addHours(30))); System.debug(BusinessHours.add(h, d, 3600000L) == d.addHours(1)); System.debug(BusinessHours.isWithin(h, d)); System.debug(BusinessHours.nextStartDate(h, d) == d);", prints: ['108000000', 'true', 'true', 'true'] },
  ]);

  it('close overnight and at the weekend', () => {
    const org = openTestOrg({ classes: ['public class Empty {}'] });
    const connection = org.store.connect();
    const delta = new Delta();
    const [nine, five] = [9 * 3_600_000, 17 * 3_600_000];
    seedRow(org.store, connection, delta, 'BusinessHours', seedId('01m', 2), { Name: 'Office', IsActive: true, TimeZoneSidKey: 'GMT', FridayStartTime: nine, FridayEndTime: five, MondayStartTime: nine, MondayEndTime: five });
    connection.commit(delta);
    connection.close();
    const result = org.run("Id b = [SELECT Id FROM BusinessHours WHERE Name = 'Office'].Id; Datetime friday = Datetime.newInstanceGmt(2026, 11, 20, 16, 0, 0); Datetime monday = Datetime.newInstanceGmt(2026, 11, 23, 10, 0, 0); System.debug(BusinessHours.diff(b, friday, monday) / 3600000); System.debug(BusinessHours.diff(b, monday, friday) / 3600000); System.debug(BusinessHours.addGmt(b, friday, 2 * 3600000L) == monday); System.debug(BusinessHours.add(b, monday, -2 * 3600000L) == friday); System.debug(BusinessHours.isWithin(b, friday.addHours(2))); System.debug(BusinessHours.nextStartDate(b, friday.addHours(2)) == monday.addHours(-1));");
    org.close();
    assert.deepEqual([result.exception, ...result.output], [null, '2', '-2', 'true', 'true', 'false', 'true']);
  });
});
