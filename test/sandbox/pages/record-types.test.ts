import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { DescribedObject } from '../../../src/sandbox/pages/records/objects.ts';
import { recordTypeOfRecord } from '../../../src/sandbox/pages/records/record-type.ts';
import { RealOrg } from '../runner/support/real-org.ts';
import { PageClient, textOf } from './support/page-client.ts';
import type { PageResponse } from './support/page-client.ts';

const xml = (root: string, content: string): string => `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const values = (...names: readonly string[]): string => names.map(name => `<value><fullName>${name.replace('*', '')}</fullName><default>${name.startsWith('*')}</default><label>${name.replace('*', '')}</label></value>`).join('');
const settings = (allowed: Readonly<Record<string, readonly string[]>>): string => Object.entries(allowed).map(([name, by]) => `<valueSettings>${by.map(each => `<controllingFieldValue>${each}</controllingFieldValue>`).join('')}<valueName>${name}</valueName></valueSettings>`).join('');
const picklist = (name: string, all: string, { extra = '', type = 'Picklist' } = {}): string => `<fields><fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>${type}</type><valueSet>${extra}<restricted>true</restricted><valueSetDefinition><sorted>false</sorted>${all}</valueSetDefinition></valueSet></fields>`;
const offers = (field: string, ...names: readonly string[]): string => `<picklistValues><picklist>${field}</picklist>${names.map(name => `<values><fullName>${name.replace('*', '')}</fullName><default>${name.startsWith('*')}</default></values>`).join('')}</picklistValues>`;
const recordType = (name: string, label: string, content: string): string => `<recordTypes><fullName>${name}</fullName><active>true</active><label>${label}</label>${content}</recordTypes>`;
const visible = (name: string, isDefault = false): string => `<recordTypeVisibilities><default>${isDefault}</default><recordType>${name}</recordType><visible>true</visible></recordTypeVisibilities>`;

const TRIP = xml('CustomObject', `<label>Trip</label><pluralLabel>Trips</pluralLabel><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel><nameField><label>Trip Name</label><type>Text</type></nameField>
  ${picklist('Mode__c', values('*Rail', 'Road', 'Sea'))}
  ${picklist('Carrier__c', values('Night &amp; Day', 'Vans', 'Ships', 'Any'), { extra: `<controllingField>Mode__c</controllingField>${settings({ 'Night &amp; Day': ['Rail'], Vans: ['Road'], Ships: ['Sea'], Any: ['Rail', 'Road', 'Sea'] })}` })}
  <fields><fullName>Insured__c</fullName><label>Insured</label><type>Checkbox</type><defaultValue>true</defaultValue></fields>
  ${picklist('Insurer__c', values('Lloyd'), { extra: `<controllingField>Insured__c</controllingField>${settings({ Lloyd: ['checked'] })}` })}
  ${picklist('Extras__c', values('*Meal', '*Bed', 'Bike'), { type: 'MultiselectPicklist' })}
  ${recordType('Freight', 'Freight &lt;b&gt;', `<description>Goods &lt;i&gt;only&lt;/i&gt;</description>${offers('Mode__c', '*Road', 'Sea')}${offers('Carrier__c', 'Vans', 'Ships')}${offers('Extras__c')}`)}
  ${recordType('Tour', 'Tour', offers('Mode__c', 'Rail'))}
  ${recordType('Secret', 'Secret', '')}`);
const FILES = {
  'objects/Trip__c/Trip__c.object-meta.xml': TRIP,
  'profiles/Admin.profile-meta.xml': xml('Profile', `<custom>false</custom>${visible('Trip__c.Freight', true)}${visible('Trip__c.Tour')}<recordTypeVisibilities><default>false</default><recordType>Trip__c.Secret</recordType><visible>false</visible></recordTypeVisibilities>`),
};

const optionsOf = ({ text }: PageResponse, name: string): readonly string[] => {
  const [, options = ''] = new RegExp(`<select[^>]* id="f-${name}"[^>]*>(.*?)</select>`, 's').exec(text) ?? assert.fail(`no list ${name}`);
  return [...options.matchAll(/<option value="([^"]*)"( selected)?>/g)].map(([, value, selected]) => (selected ? `*${value}` : value!));
};
const field = ({ text }: PageResponse, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? assert.fail(name);

describe('record types in the record browser', function () {
  this.timeout(60_000);
  let org: RealOrg;
  let ann: PageClient;
  let ids: Readonly<Record<string, string>>;
  const list = '/records/acme__Trip__c';
  before(async () => {
    org = await RealOrg.start({ files: FILES });
    ann = await PageClient.as(org.bench, 'north', 'Ann');
    const rows = await org.query("SELECT Id, DeveloperName FROM RecordType WHERE SobjectType = 'acme__Trip__c'");
    ids = Object.fromEntries(rows.map(row => [String(row['DeveloperName']), String(row['Id'])]));
  });
  after(() => org.close());

  const typeOf = async (name: string): Promise<unknown[]> => {
    const [row] = await org.query(`SELECT RecordType.DeveloperName, acme__Mode__c, acme__Carrier__c, acme__Extras__c, acme__Insured__c FROM acme__Trip__c WHERE Name = '${name}'`);
    return [(row?.['RecordType'] as Record<string, unknown> | null)?.['DeveloperName'] ?? null, row?.['acme__Mode__c'], row?.['acme__Carrier__c'], row?.['acme__Extras__c'], row?.['acme__Insured__c']];
  };
  async function create(type: string, fields: Readonly<Record<string, string | readonly string[]>>): Promise<string> {
    const form = await ann.open(`${list}/new?recordTypeId=${ids[type]}`);
    const answer = await ann.post(`${list}/new`, { RecordTypeId: ids[type]!, ...fields }, form);
    assert.equal(answer.status, 303, textOf(answer));
    return String(answer.headers['location']);
  }

  it('asks for the record type of a new record, the user\'s default one first; what is given goes on', async () => {
    const question = await ann.open(`${list}/new?Name=Given`);
    assert.match(textOf(question), /Select a record type Freight <b> Goods <i>only<\/i> Tour Next Cancel/);
    assert.doesNotMatch(question.text, /<b>|<i>|Secret/);
    assert.deepEqual([...question.text.matchAll(/<input type="radio" name="recordTypeId" value="(\w+)" required( checked)?( aria-describedby="type-\w+")?>/g)].map(([, id, checked, described]) => [id, checked !== undefined, described !== undefined]),
      [[ids['Freight'], true, true], [ids['Tour'], false, false]]);
    assert.match(question.text, new RegExp(`<form method="get" action="${list}/new"[^>]*><input type="hidden" name="Name" value="Given">`));
    assert.match((await ann.open(`${list}/new?Name=Given&recordTypeId=${ids['Tour']}`)).text, /name="Name" value="Given"/);
  });

  it('offers what the record type has, with its default', async () => {
    const freight = await ann.open(`${list}/new?recordTypeId=${ids['Freight']}`);
    assert.deepEqual(optionsOf(freight, 'acme__Mode__c'), ['', '*Road', 'Sea']);
    assert.deepEqual(optionsOf(freight, 'acme__Carrier__c'), ['', 'Vans']);
    assert.deepEqual(optionsOf(freight, 'acme__Extras__c'), []);
    assert.match(textOf(freight), /Record Type: Freight <b> Change the record type/);
    const tour = await ann.open(`${list}/new?recordTypeId=${ids['Tour']}`);
    assert.deepEqual(optionsOf(tour, 'acme__Mode__c'), ['', 'Rail']);
    assert.deepEqual(optionsOf(tour, 'acme__Carrier__c'), ['']);
    assert.deepEqual(optionsOf(tour, 'acme__Extras__c'), ['*Meal', '*Bed', 'Bike']);
  });

  it('saves the record with its type, and what was taken out of a default stays out', async () => {
    const path = await create('Tour', { Name: 'First', acme__Mode__c: 'Rail', acme__Carrier__c: 'Night & Day' });
    assert.deepEqual(await typeOf('First'), ['Tour', 'Rail', 'Night & Day', null, false]);
    assert.match(textOf(await ann.open(path)), /Record Type Tour/);
    const form = await ann.open(`${list}/new?recordTypeId=${ids['Freight']}`);
    const answer = await ann.post(`${list}/new`, { RecordTypeId: ids['Freight']!, Name: 'Wrong', acme__Mode__c: 'Rail' }, form);
    assert.equal(answer.status, 422);
    assert.match(textOf(answer), /bad value for restricted picklist field: Rail/);
    assert.deepEqual(optionsOf(answer, 'acme__Mode__c'), ['', 'Road', 'Sea', '*Rail']);
  });

  it('gets the values of a dependent picklist for what its controlling field holds, and saves nothing meanwhile', async () => {
    const form = await ann.open(`${list}/new?recordTypeId=${ids['Freight']}`);
    assert.match(form.text, /<button type="submit" name="refresh" value="acme__Mode__c" class="button" formnovalidate>Show values of Carrier<\/button>/);
    assert.ok(form.text.indexOf('tabindex="-1" aria-hidden="true">Save<') < form.text.indexOf('name="refresh"'), 'Enter saves');
    const sent = { RecordTypeId: ids['Freight']!, Name: 'Half', acme__Mode__c: 'Sea', acme__Carrier__c: 'Vans', refresh: 'acme__Mode__c' };
    const again = await ann.post(`${list}/new`, sent, form);
    assert.equal(again.status, 200);
    assert.deepEqual([optionsOf(again, 'acme__Mode__c'), optionsOf(again, 'acme__Carrier__c'), field(again, 'Name')], [['', 'Road', '*Sea'], ['', 'Ships'], 'Half']);
    assert.match(again.text, /<select id="f-acme__Carrier__c"[^>]* autofocus>/);
    assert.equal((await org.query("SELECT Id FROM acme__Trip__c WHERE Name = 'Half'")).length, 0);
    const wrong = await ann.post(`${list}/new`, { RecordTypeId: ids['Freight']!, Name: 'Half', acme__Mode__c: 'Sea', acme__Carrier__c: 'Vans' }, again);
    assert.match(textOf(wrong), /“Vans” doesn’t go with “Sea” of Mode\./);
    const unticked = await ann.post(`${list}/new`, { RecordTypeId: ids['Tour']!, Name: 'Half', acme__Insurer__c: 'Lloyd' }, again);
    assert.match(textOf(unticked), /“Lloyd” doesn’t go with the value of Insured\./);
    const saved = await ann.post(`${list}/new`, { RecordTypeId: ids['Freight']!, Name: 'Half', acme__Mode__c: 'Sea', acme__Carrier__c: 'Ships', acme__Insured__c: 'on', acme__Insurer__c: 'Lloyd' }, again);
    assert.equal(saved.status, 303, textOf(saved));
    assert.deepEqual(await typeOf('Half'), ['Freight', 'Sea', 'Ships', null, true]);
  });

  it('changes the record type of a record; what it holds is kept', async () => {
    const path = await create('Tour', { Name: 'Moved', acme__Mode__c: 'Rail' });
    const edit = await ann.open(`${path}/edit`);
    assert.match(edit.text, new RegExp(`Record Type: <strong>Tour</strong> <a href="${path}/record-type">Change`));
    const question = await ann.open(`${path}/record-type`);
    assert.match(question.text, new RegExp(`<form method="get" action="${path}/edit"`));
    assert.match(question.text, new RegExp(`value="${ids['Tour']}" required checked>`));
    const form = await ann.open(`${path}/edit?recordTypeId=${ids['Freight']}`);
    assert.deepEqual(optionsOf(form, 'acme__Mode__c'), ['', 'Road', 'Sea', '*Rail']);
    const fields = { Name: 'Moved', acme__Mode__c: 'Rail', seen: field(form, 'seen'), RecordTypeId: field(form, 'RecordTypeId') };
    assert.equal((await ann.post(`${path}/edit`, fields, form)).status, 303);
    assert.deepEqual((await typeOf('Moved')).slice(0, 2), ['Freight', 'Rail']);
  });

  it('takes no record type that isn\'t there, nor one that isn\'t the user\'s to give', async () => {
    for (const wrong of ['x', "012000000000001'", '012000000000001AAA', `${ids['Tour']!.slice(0, 14)}`]) assert.equal((await ann.get(`${list}/new?recordTypeId=${encodeURIComponent(wrong)}`)).status, 400, wrong);
    const form = await ann.open(`${list}/new?recordTypeId=${ids['Tour']}`);
    const short = await ann.post(`${list}/new`, { RecordTypeId: ids['Freight']!.slice(0, 15), Name: 'Short' }, form);
    assert.equal(short.status, 303);
    assert.deepEqual((await typeOf('Short')).slice(0, 2), ['Freight', 'Road']);
    const answer = await ann.post(`${list}/new`, { RecordTypeId: ids['Secret']!, Name: 'Hidden' }, form);
    assert.equal(answer.status, 422);
    assert.match(textOf(answer), /Record Type ID: this ID value isn't valid for the user: 012/);
  });

  it('leaves a record alone whose record type is gone from the org', () => {
    const object = { recordTypeInfos: [{ recordTypeId: '012000000000000AAA', master: true }] } as unknown as DescribedObject;
    for (const RecordTypeId of ['0120000000000Q1AAI', '012000000000000AAA', null]) assert.equal(recordTypeOfRecord({ object, values: { RecordTypeId } }), null);
  });

  it('gives picklist values over the API, as the UI API does', async () => {
    const get = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
      const response = await fetch(`${org.login.instanceUrl}/services/data/v64.0/ui-api/object-info/${path}`, { headers: { Authorization: `Bearer ${org.login.accessToken}` } });
      return { status: response.status, body: await response.json() as Record<string, unknown> };
    };
    const base = `acme__Trip__c/picklist-values/${ids['Freight']}`;
    const choice = (value: string, ...validFor: readonly number[]): unknown => ({ attributes: null, label: value, validFor, value });
    const mode = { controllerValues: {}, defaultValue: choice('Road'), url: `/services/data/v64.0/ui-api/object-info/${base}/acme__Mode__c`, values: [choice('Road'), choice('Sea')] };
    assert.deepEqual(await get(`${base}/acme__Mode__c`), { status: 200, body: mode });
    const all = (await get(base)).body['picklistFieldValues'] as Record<string, unknown>;
    assert.deepEqual(all['acme__Mode__c'], mode);
    assert.deepEqual(all['acme__Carrier__c'], { controllerValues: { Road: 0, Sea: 1 }, defaultValue: null, url: `/services/data/v64.0/ui-api/object-info/${base}/acme__Carrier__c`, values: [choice('Vans', 0), choice('Ships', 1)] });
    assert.deepEqual((all['acme__Insurer__c'] as Record<string, unknown>)['controllerValues'], { false: 0, true: 1 });
    const master = (await get('acme__Trip__c/picklist-values/012000000000000AAA')).body['picklistFieldValues'] as Record<string, { values: unknown[] }>;
    assert.equal(master['acme__Mode__c']?.values.length, 3);
    for (const path of ['Nothing__c/picklist-values/012000000000000AAA', 'acme__Trip__c/picklist-values/012000000000001AAA', 'acme__Trip__c/picklist-values/x', `${base}/Name`]) assert.equal((await get(path)).status, 404, path);
    const described = await fetch(`${org.login.instanceUrl}/services/data/v64.0/sobjects/acme__Trip__c/describe`, { headers: { Authorization: `Bearer ${org.login.accessToken}` } }).then(response => response.json()) as { recordTypeInfos: { name: string; available: boolean; defaultRecordTypeMapping: boolean }[] };
    assert.deepEqual(described.recordTypeInfos.map(each => [each.name, each.available, each.defaultRecordTypeMapping]), [['Freight <b>', true, true], ['Tour', true, false], ['Secret', false, false], ['Master', true, false]]);
  });
});
