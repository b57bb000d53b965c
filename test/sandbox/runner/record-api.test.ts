import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg } from './support/real-org.ts';

const VISIT = `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Visit</label><pluralLabel>Visits</pluralLabel><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>
    <nameField><label>Visit Name</label><type>Text</type></nameField>
    <fields><fullName>Room__c</fullName><label>Room</label><type>Text</type><length>20</length></fields>
    <fields><fullName>Patient__c</fullName><label>Patient</label><type>Lookup</type><referenceTo>Contact</referenceTo><relationshipName>Visits</relationshipName></fields>
    <fields><fullName>State__c</fullName><label>State</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>
        <value><fullName>Open</fullName><default>true</default><label>Open</label></value><value><fullName>Done</fullName><default>false</default><label>Done</label></value></valueSetDefinition></valueSet></fields>
    <validationRules><fullName>Room_Is_Known</fullName><active>true</active><errorConditionFormula>acme__Room__c = 'Attic'</errorConditionFormula><errorDisplayField>Room__c</errorDisplayField><errorMessage>There is no attic.</errorMessage></validationRules>
</CustomObject>`;
const TRIGGER = `trigger VisitTrigger on Visit__c (before update) {
    for (Visit__c visit : Trigger.new) {
        if (visit.Room__c == 'Cellar') visit.Room__c.addError('Nobody works there.');
        System.debug(System.isBatch());
    }
}`;

interface Describe { readonly fields: readonly Record<string, unknown>[]; readonly [key: string]: unknown }

describe("records over an org's REST API", function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => {
    org = await RealOrg.start({ files: { 'objects/Visit__c/Visit__c.object-meta.xml': VISIT, 'triggers/VisitTrigger.trigger': TRIGGER, 'triggers/VisitTrigger.trigger-meta.xml': '<ApexTrigger xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>64.0</apiVersion><status>Active</status></ApexTrigger>' } });
  });
  after(() => org.close());

  async function send(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${org.login.instanceUrl}/services/data/v64.0${path}`, { ...init, headers: { Authorization: `Bearer ${org.login.accessToken}`, 'Content-Type': 'application/json' } });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) as unknown };
  }

  it('lists the objects', async () => {
    const { sobjects, ...rest } = (await send('/sobjects')).body as { sobjects: Record<string, unknown>[] };
    assert.deepEqual(rest, { encoding: 'UTF-8', maxBatchSize: 200 });
    const visit = sobjects.find(each => each['name'] === 'acme__Visit__c');
    assert.deepEqual([visit?.['label'], visit?.['labelPlural'], visit?.['custom'], visit?.['createable'], visit?.['layoutable'], visit?.['keyPrefix']], ['Visit', 'Visits', true, true, true, 'a00']);
    assert.deepEqual(visit?.['urls'], { sobject: '/services/data/v64.0/sobjects/acme__Visit__c', describe: '/services/data/v64.0/sobjects/acme__Visit__c/describe', rowTemplate: '/services/data/v64.0/sobjects/acme__Visit__c/{ID}' });
    assert.equal(sobjects.find(each => each['name'] === 'Account')?.['custom'], false);
    assert.equal((await send('/sobjects', { method: 'POST', body: '{}' })).status, 405);
  });

  it('describes an object and its fields', async () => {
    const described = await send('/sobjects/acme__Visit__c/describe');
    assert.equal(described.status, 200, JSON.stringify(described.body));
    const { fields, childRelationships, recordTypeInfos } = described.body as Describe;
    const field = (name: string): Record<string, unknown> => fields.find(each => each['name'] === name) ?? assert.fail(name);
    const shown = (name: string, ...keys: string[]): unknown[] => keys.map(key => field(name)[key]);
    assert.deepEqual(shown('Id', 'type', 'soapType', 'length', 'createable'), ['id', 'tns:ID', 18, false]);
    assert.deepEqual(shown('Name', 'type', 'nameField', 'label'), ['string', true, 'Visit Name']);
    assert.deepEqual(shown('acme__Room__c', 'type', 'soapType', 'length', 'updateable'), ['string', 'xsd:string', 20, true]);
    assert.deepEqual(shown('acme__Patient__c', 'type', 'referenceTo', 'relationshipName'), ['reference', ['Contact'], 'acme__Patient__r']);
    assert.deepEqual(shown('acme__State__c', 'type', 'restrictedPicklist', 'picklistValues'), ['picklist', true, [{ active: true, defaultValue: true, label: 'Open', validFor: null, value: 'Open' }, { active: true, defaultValue: false, label: 'Done', validFor: null, value: 'Done' }]]);
    assert.deepEqual(shown('CreatedDate', 'type', 'soapType'), ['datetime', 'xsd:dateTime']);
    assert.ok(Array.isArray(childRelationships) && Array.isArray(recordTypeInfos));
    const contact = (await send('/sobjects/Contact/describe')).body as { childRelationships: Record<string, unknown>[] };
    assert.deepEqual(contact.childRelationships.find(each => each['childSObject'] === 'acme__Visit__c'), { cascadeDelete: false, childSObject: 'acme__Visit__c', deprecatedAndHidden: false, field: 'acme__Patient__c', relationshipName: 'acme__Visits__r', restrictedDelete: false });
    assert.equal((await send('/sobjects/Nothing__c/describe')).status, 404);
  });

  it('a save stops in its triggers, and says which field is wrong', async () => {
    const { body } = await send('/sobjects/acme__Visit__c', { method: 'POST', body: JSON.stringify({ Name: 'First', acme__Room__c: '1' }) });
    const { id } = body as { id: string };
    const attic = await send(`/sobjects/acme__Visit__c/${id}`, { method: 'PATCH', body: JSON.stringify({ acme__Room__c: 'Attic' }) });
    assert.deepEqual(attic, { status: 400, body: [{ message: 'There is no attic.', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['acme__Room__c'] }] });
    const session = await org.acquire();
    await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path: org.path('triggers/VisitTrigger.trigger'), breakpoints: [{ id: 1, line: 3 }] });
    const stopped = org.next('debug/stopped');
    const saved = send(`/sobjects/acme__Visit__c/${id}`, { method: 'PATCH', body: JSON.stringify({ acme__Room__c: 'Cellar' }) });
    const { threadId } = await stopped;
    const { threads } = await org.kim.request('debug/threads', { sessionId: session.id });
    assert.deepEqual(threads.map(each => each.name), [`PATCH /services/data/v64.0/sobjects/acme__Visit__c/${id} (Ann North)`]);
    await org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
    assert.deepEqual(await saved, { status: 400, body: [{ message: 'Nobody works there.', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['acme__Room__c'] }] });
  });
});
