import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg, debugLines } from './support/real-org.ts';

const feature = (type: string, direction: string, value: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<FeatureParameter${type} xmlns="http://soap.sforce.com/2006/04/metadata"><dataflowDirection>${direction}</dataflowDirection><masterLabel>x</masterLabel><value>${value}</value></FeatureParameter${type}>`;
const files = {
  'classes/Desk.cls': `global class Desk {
    global static void tell() {
      System.debug('licensed ' + UserInfo.isCurrentUserLicensed('acme'));
      System.debug('fast ' + FeatureManagement.checkPackageBooleanValue('Fast') + ', most ' + FeatureManagement.checkPackageIntegerValue('Most') + ', until ' + FeatureManagement.checkPackageDateValue('Until').format());
      System.debug('seen ' + FeatureManagement.checkPackageIntegerValue('Seen'));
    }
    global static void see(Integer n) { FeatureManagement.setPackageIntegerValue('Seen', n); System.debug('now ' + FeatureManagement.checkPackageIntegerValue('Seen')); }
    global static void seeAndFail(Integer n) { see(n); throw new IllegalArgumentException('no'); }
    global static void hurry() { FeatureManagement.setPackageBooleanValue('Fast', true); }
    global static String secret() { String veryPrivateName = 'a private value ' + UserInfo.getName(); System.debug(veryPrivateName); return veryPrivateName; }
  }`,
  'featureParameters/Fast.featureParameterBoolean-meta.xml': feature('Boolean', 'LmoToSubscriber', 'false'),
  'featureParameters/Most.featureParameterInteger-meta.xml': feature('Integer', 'LmoToSubscriber', '5'),
  'featureParameters/Until.featureParameterDate-meta.xml': feature('Date', 'LmoToSubscriber', '2026-03-04'),
  'featureParameters/Seen.featureParameterInteger-meta.xml': feature('Integer', 'SubscriberToLmo', '0'),
  'objects/Limits__c/Limits__c.object-meta.xml': '<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><customSettingsType>List</customSettingsType><label>Limits</label><visibility>Protected</visibility></CustomObject>',
  'objects/Limits__c/fields/Value__c.field-meta.xml': '<?xml version="1.0"?><CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Value__c</fullName><label>Value</label><type>Number</type><precision>10</precision><scale>2</scale></CustomField>',
  'objects/Thing__c/Thing__c.object-meta.xml': '<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Thing</label><nameField><label>Name</label><type>Text</type></nameField></CustomObject>',
  'objects/Thing__c/validationRules/Hidden.validationRule-meta.xml': '<?xml version="1.0"?><ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Hidden</fullName><active>true</active><errorConditionFormula>Name = "private formula"</errorConditionFormula><errorMessage>no</errorMessage></ValidationRule>',
  'classes/Quota.cls': 'global class Quota { global static Decimal of(String name) { Limits__c row = Limits__c.getInstance(name); return row == null ? null : row.Value__c; } }',
};

describe('licenses and feature parameters of a running org', () => {
  let org: RealOrg;
  before(async () => { org = await RealOrg.start({ files }); });
  after(() => org.close());

  const tell = async (): Promise<string[]> => debugLines(await org.anonymous('acme.Desk.tell();'));

  it('D17: Apex reads the parameters of its own package', async () => {
    assert.deepEqual(await tell(), ['licensed true', 'fast false, most 5, until 3/4/2026', 'seen 0']);
    const failed = await org.anonymous("FeatureManagement.checkPackageBooleanValue('Fast');");
    assert.match(failed.exception?.message ?? '', /NotSupported: FeatureManagement.checkPackageBooleanValue of Fast/);
  });

  it('D17: what the partner sets is what the next request sees', async () => {
    await org.kim.request('feature/set', { org: 'north', namespace: 'acme', name: 'Fast', value: true });
    await org.kim.request('feature/set', { org: 'north', namespace: 'acme', name: 'Until', value: '2027-12-31' });
    assert.deepEqual((await tell())[1], 'fast true, most 5, until 12/31/2027');
    assert.deepEqual((await org.kim.request('org/details', { org: 'north' })).features.map(({ name, value }) => [name, value]), [['Fast', true], ['Most', 5], ['Seen', 0], ['Until', '2027-12-31']]);
  });

  it("D17: what the package's Apex sets, the partner sees, once it is committed", async () => {
    assert.deepEqual(await org.output('acme.Desk.see(7);'), ['now 7']);
    assert.equal((await tell())[2], 'seen 7');
    await org.anonymous('acme.Desk.seeAndFail(9);');
    assert.equal((await tell())[2], 'seen 7');
    const { features } = await org.kim.request('org/details', { org: 'north' });
    assert.equal(features.find(each => each.name === 'Seen')?.value, 7);
    assert.match((await org.anonymous('acme.Desk.hurry();')).exception?.message ?? '', /read-only/);
  });

  it('D16: a license that is suspended, expired or without a seat for the user licenses nobody', async () => {
    const set = (change: object): Promise<unknown> => org.kim.request('license/set', { org: 'north', namespace: 'acme', change });
    const rows = (): Promise<Record<string, unknown>[]> => org.query('SELECT NamespacePrefix, Status, AllowedLicenses, UsedLicenses FROM PackageLicense');
    const plain = async (): Promise<unknown[]> => (await rows()).map(each => [each['NamespacePrefix'], each['Status'], each['AllowedLicenses'], each['UsedLicenses']]);
    assert.deepEqual(await plain(), [['acme', 'Active', -1, 0]]);
    await set({ status: 'suspended' });
    assert.equal((await tell())[0], 'licensed false');
    assert.deepEqual(await plain(), [['acme', 'Expired', -1, 0]]);
    await set({ status: 'active', seats: 1 });
    assert.equal((await tell())[0], 'licensed false');
    await org.kim.request('license/assign', { org: 'north', namespace: 'acme', user: 'ann@north.example', userId: 'ann@north.example', assigned: true });
    assert.equal((await tell())[0], 'licensed true');
    assert.deepEqual(await plain(), [['acme', 'Active', 1, 1]]);
    assert.deepEqual((await org.query('SELECT UserId, PackageLicense.NamespacePrefix FROM UserPackageLicense')).map(each => each['UserId']), [org.login.user.id]);
    await set({ expiresAt: org.bench.clock.now() - 1 });
    assert.equal((await tell())[0], 'licensed false');
    await set({ expiresAt: null, seats: null });
    assert.equal((await tell())[0], 'licensed true');
  });

  it('T16: protected custom settings are listed, made, changed and deleted; Apex sees them', async () => {
    const { id: loginId } = org.login;
    const list = async (): Promise<unknown> => (await org.kim.request('setting/list', { loginId })).settings.map(each => [each.object, each.type, each.fields.map(field => field.name), each.records.map(record => record.values)]);
    assert.deepEqual(await list(), [['acme__Limits__c', 'List', ['Name', 'acme__Value__c'], []]]);
    const { id } = await org.kim.request('setting/save', { loginId, object: 'acme__Limits__c', values: { Name: 'Max', acme__Value__c: 12.5 } });
    assert.deepEqual(await list(), [['acme__Limits__c', 'List', ['Name', 'acme__Value__c'], [{ Name: 'Max', acme__Value__c: 12.5 }]]]);
    assert.deepEqual(await org.output("System.debug(acme.Quota.of('Max') == 12.5);"), ['true']);
    await org.kim.request('setting/save', { loginId, object: 'acme__Limits__c', id, values: { acme__Value__c: 3 } });
    assert.deepEqual(await org.output("System.debug(acme.Quota.of('Max') == 3);"), ['true']);
    await assert.rejects(org.kim.request('setting/save', { loginId, object: 'acme__Limits__c', values: { Name: 'Bad', acme__Value__c: 'many' } }), /"many" is no value for the \w+ field acme__Value__c/i);
    await org.kim.request('setting/delete', { loginId, object: 'acme__Limits__c', id });
    assert.deepEqual(await list(), [['acme__Limits__c', 'List', ['Name', 'acme__Value__c'], []]]);
    await assert.rejects(org.kim.request('setting/save', { loginId, object: 'Account', values: { Name: 'x' } }), /no protected custom setting/);
  });

  it("T16: the customer's log of managed code names the package, and nothing of what it does", async () => {
    const { logId } = await org.anonymous("System.debug('mine'); String got = acme.Desk.secret(); System.debug('mine again');");
    const { org: subscriber, user } = org.bench.hub.context.logins.get('kim@acme.example', org.login.id);
    const shown = await org.bench.hub.context.debugLogs.read(subscriber, user, logId ?? '', []);
    assert.equal(/private/i.test(shown), false, shown);
    assert.deepEqual(shown.split('\n').map(line => line.split('|').slice(1).join('|')).filter(line => /^(USER_DEBUG|ENTERING_MANAGED_PKG)\|/.test(line)), ['USER_DEBUG|[1]|DEBUG|mine', 'ENTERING_MANAGED_PKG|acme', 'USER_DEBUG|[1]|DEBUG|mine again']);
    const { text } = await org.kim.request('log/read', { loginId: org.login.id, logId: logId ?? '' });
    assert.match(text, /a private value/);
  });

  it("T16: nor of what its validation rules say", async () => {
    const { logId, exception } = await org.anonymous("insert new acme__Thing__c(Name = 'x');");
    assert.equal(exception, null);
    const { org: subscriber, user } = org.bench.hub.context.logins.get('kim@acme.example', org.login.id);
    const shown = await org.bench.hub.context.debugLogs.read(subscriber, user, logId ?? '', []);
    assert.equal(/private formula/.test(shown), false, shown);
    const { text } = await org.kim.request('log/read', { loginId: org.login.id, logId: logId ?? '' });
    assert.match(text, /VALIDATION_FORMULA\|Name = "private formula"/);
  });

  it('T6: limits are measured', async () => {
    const { limits } = await org.kim.request('org/details', { org: 'north' });
    assert.deepEqual(limits?.map(each => each.name), ['fileSpace', 'dataSpace', 'apiRequests']);
  });
});
