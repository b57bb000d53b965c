import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { pack } from '../../../src/cli/bundle/pack.ts';
import { salesforceApi } from '../../../src/cli/data/salesforce-api.ts';
import { SF_VARIABLE } from '../../../src/cli/data/salesforce-cli.ts';
import type { BundleManifest } from '../../../src/exchange/bundle/manifest.ts';
import { zipOf } from '../../../src/exchange/bundle/write-zip.ts';
import { startRunnerProcess } from '../../../src/sandbox/org/runner-process.ts';
import type { RunnerProcess } from '../../../src/sandbox/org/runner-process.ts';
import { projectFolder } from '../../support/folders.ts';
import { FakeSalesforce } from '../../support/salesforce/fake-salesforce.ts';
import { ids } from '../../support/salesforce/replies.ts';
import { Bench } from '../hub/support/bench.ts';
import { refused } from '../rules/support/rule.ts';
import { debugLines, RealOrg } from './support/real-org.ts';

const xml = (root: string, content: string): string => `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const FILES = {
  'objects/Order__c/Order__c.object-meta.xml': xml('CustomObject', '<label>Order</label><pluralLabel>Orders</pluralLabel><nameField><label>No</label><type>AutoNumber</type><displayFormat>O-{0}</displayFormat></nameField><sharingModel>ReadWrite</sharingModel>'),
  'objects/Order__c/fields/Account__c.field-meta.xml': xml('CustomField', '<fullName>Account__c</fullName><label>Account</label><type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Orders</relationshipName>'),
  'objects/Order__c/fields/Amount__c.field-meta.xml': xml('CustomField', '<fullName>Amount__c</fullName><label>Amount</label><type>Currency</type><precision>12</precision><scale>2</scale>'),
  'objects/Line__c/Line__c.object-meta.xml': xml('CustomObject', '<label>Line</label><pluralLabel>Lines</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><sharingModel>ControlledByParent</sharingModel>'),
  'objects/Line__c/fields/Order__c.field-meta.xml': xml('CustomField', '<fullName>Order__c</fullName><label>Order</label><type>MasterDetail</type><referenceTo>Order__c</referenceTo><relationshipName>Lines</relationshipName>'),
  'objects/Line__c/fields/Text__c.field-meta.xml': xml('CustomField', '<fullName>Text__c</fullName><label>Text</label><type>Text</type><length>100</length>'),
  'classes/Totals.cls': 'global class Totals { global static Decimal all() { Decimal sum = 0; for (Order__c each : [SELECT Amount__c FROM Order__c]) sum += each.Amount__c; return sum; } }',
};

type Files = ReadonlyMap<string, string>;

describe('a support bundle as an org', function () {
  this.timeout(60_000);
  let org: RealOrg;
  let salesforce: FakeSalesforce;
  before(async () => {
    org = await RealOrg.start({ files: FILES });
    salesforce = await FakeSalesforce.start(org.folder);
    process.env[SF_VARIABLE] = salesforce.program;
  });
  after(async () => {
    Reflect.deleteProperty(process.env, SF_VARIABLE);
    salesforce.close();
    await org.close();
  });

  async function packed(mask: BundleManifest['mask'] = 'none', roots: readonly string[] = [ids.order]): Promise<Map<string, string>> {
    const { files } = await pack(await salesforceApi('harbor'), { roots, mask, depth: 2, hasCode: true, maxRecords: 1000, maxBytes: 10_000_000, createdAt: '2026-01-05T10:00:00.000Z', progress: () => undefined });
    return files;
  }
  let count = 0;
  function folderOf(files: Files): string {
    const folder = join(org.folder, `bundle${count++}`);
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  }
  const open = (files: Files) => org.kim.request('bundle/open', { path: folderOf(files) });

  it('has the customer\'s packages, metadata and records, and somebody to be there', async () => {
    const { org: opened, records, notes } = await open(await packed());
    assert.deepEqual([opened.id, opened.name, opened.alias, opened.kind, opened.packages.map(each => `${each.namespace}@${each.version}`), records], ['00D5g0000000001EAA', 'Harbor Foods (bundle)', 'harbor-foods-bundle', 'partialCopy', ['acme@1.2'], 6]);
    assert.ok(notes.some(each => /Zed Scores 3\.0\.7 \(zed\) is not here/.test(each)), notes.join('\n'));
    assert.ok(notes.includes('Left out: Account has no field that can be imported FutureStatus.'), notes.join('\n'));
    const login = await org.kim.login('harbor-foods-bundle');
    assert.deepEqual(await org.output(`
      System.debug(acme.Totals.all());
      acme__Line__c line = [SELECT acme__Order__r.Local_Note__c, acme__Order__r.acme__Account__r.Name, acme__Order__r.acme__Account__r.Parent.Name, acme__Order__r.acme__Account__r.zed__Score__c, acme__Order__r.acme__Account__r.Twice__c FROM acme__Line__c];
      System.debug(line.acme__Order__r.Local_Note__c);
      Account a = line.acme__Order__r.acme__Account__r;
      System.debug(a.Name + '; ' + a.Parent.Name + '; ' + a.zed__Score__c + '; ' + a.Twice__c);
      for (Contact c : [SELECT LastName, ReportsTo.LastName, Account.Main_Contact__r.LastName FROM Contact ORDER BY LastName]) System.debug(c.LastName + ' reports to ' + c.ReportsTo.LastName + '; main contact ' + c.Account.Main_Contact__r.LastName);
      System.debug(Schema.Account.Region__c.getDescribe().getPicklistValues()[0].getValue());`, login), ['99.95', 'Ring Featherstonehaugh twice', 'Harbor Foods International; Grandmother Holding; 3.5; 2401', 'Featherstonehaugh reports to Marmaduke; main contact Featherstonehaugh', 'Marmaduke reports to Featherstonehaugh; main contact Featherstonehaugh', 'North & South']);
  });

  it('has the record types of records, with what they offer', async () => {
    const login = await org.kim.login('harbor-foods-bundle');
    assert.deepEqual(await org.output(`
      for (Account a : [SELECT RecordType.DeveloperName, RecordType.Name FROM Account ORDER BY Name]) System.debug(a.RecordType.DeveloperName + ' ' + a.RecordType.Name);
      Account made = (Account) Account.SObjectType.newSObject(Schema.SObjectType.Account.getRecordTypeInfosByDeveloperName().get('Grocer').getRecordTypeId(), true);
      System.debug(made.Region__c);
      made.Name = 'n'; made.Phone = '1'; made.Region__c = '100% South';
      insert made;
      made.Region__c = 'Other';
      try { update made; } catch (DmlException e) { System.debug(e.getDmlType(0)); }
      delete made;`, login), ['null null', 'Grocer Grocer & Co', 'North & South', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST']);
  });

  it('runs the customer\'s own triggers and validation rules on what is saved there', async () => {
    const login = await org.kim.login('harbor-foods-bundle');
    assert.deepEqual(await org.output("Account a = new Account(Name = 'n', Phone = '1'); insert a; System.debug([SELECT Site FROM Account WHERE Id = :a.Id].Site);", login), ['marked']);
    const { exception } = await org.anonymous("insert new Account(Name = 'n');", login);
    assert.match(exception?.message ?? '', /FIELD_CUSTOM_VALIDATION_EXCEPTION, A <phone> & more: \[Phone\]/);
  });

  it('is debugged, found again after a restart, and built again by a reset', async () => {
    await org.kim.login('harbor-foods-bundle');
    const session = await org.kim.request('session/acquire', { loginId: (await org.kim.request('login/current', {})).login?.id ?? '' });
    const files = await packed();
    await refused(open(files), 'orgBusy', 'D1');
    await org.kim.request('session/end', { sessionId: session.id });
    await org.bench.hub.stop();
    await org.bench.restart();
    const again = await org.bench.connect('kim');
    const login = await again.login('harbor-foods-bundle');
    const countOf = async (loginId: string): Promise<unknown> => (await again.request('query', { loginId, soql: 'SELECT Id FROM Account' })).totalSize;
    assert.equal(await countOf(login.id), 3);
    await again.request('org/reset', { org: 'harbor-foods-bundle' });
    assert.equal(await countOf(login.id), 2);
    await again.request('sandbox/delete', { org: 'harbor-foods-bundle' });
    assert.deepEqual(readdirSync(join(org.bench.state, 'bundles')), []);
    await refused(again.request('login/start', { org: 'harbor-foods-bundle' }), 'unknownOrg', null);
  });

  describe('from somebody else', () => {
    let kim: Awaited<ReturnType<typeof org.bench.connect>>;
    before(async () => { kim = await org.bench.connect('kim'); });
    const openFiles = (files: Files) => kim.request('bundle/open', { path: folderOf(files) });

    /** With a manifest that is changed and lists the files anew. */
    function changed(files: Files, manifest: (old: BundleManifest) => object, texts: Readonly<Record<string, string>> = {}): Map<string, string> {
      const all = new Map([...files, ...Object.entries(texts)]);
      all.delete('manifest.json');
      const listed = [...all].map(([name, text]) => ({ name, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') }));
      return new Map([['manifest.json', JSON.stringify({ ...manifest(JSON.parse(files.get('manifest.json') ?? '') as BundleManifest), files: listed })], ...all]);
    }
    const object = (change: (old: Record<string, unknown>) => object, name = 'Account') => (files: Files): Map<string, string> => changed(files, old => old, { [`objects/${name}.json`]: JSON.stringify(change(JSON.parse(files.get(`objects/${name}.json`) ?? '{}') as Record<string, unknown>)) });
    const hostile: readonly (readonly [what: string, change: (files: Files) => Map<string, string>, message: RegExp])[] = [
      ['another format', files => changed(files, old => ({ ...old, format: 'other' })), /format is "other", but must be one of isv-debugger-bundle/],
      ['a later version', files => changed(files, old => ({ ...old, version: 3 })), /version is 3/],
      ['an id that is none', files => changed(files, old => ({ ...old, org: { ...old.org, id: '../../../../etc' } })), /org\.id is/],
      ['an id with wrong check characters', files => changed(files, old => ({ ...old, org: { ...old.org, id: '00D5g0000000001AAA' } })), /whose last three characters/],
      ['a name of several lines', files => changed(files, old => ({ ...old, org: { ...old.org, name: 'a\u001b[2Jb' } })), /org\.name is/],
      ['a namespace that is a path', files => changed(files, old => ({ ...old, packages: [{ ...old.packages[0], namespace: '../acme' }] })), /packages\[0\]\.namespace/],
      ['an object whose name is a path', object(old => ({ ...old, name: '../../evil' })), /objects\/Account\.json is not valid: name is/],
      ['a field whose name is a path', object(old => ({ ...old, fields: [{ ...(old['fields'] as object[])[0], name: '../x__c' }] })), /fields\[0\]\.name is/],
      ['a record type whose name is a path', object(old => ({ ...old, recordTypes: [{ developerName: '../x', namespace: null, label: 'x', isActive: true, picklists: [] }] })), /recordTypes\[0\]\.developerName is/],
      ['a rule whose name is a path', object(old => ({ ...old, validationRules: [{ name: '..', formula: 'true', message: 'x', field: null }] })), /validationRules\[0\]\.name is/],
      ['members of other types', object(old => ({ ...old, fields: 'none', childRelationships: null })), /childRelationships is null, but must be an array; fields is "none"/],
      ['a plan that leads out', files => changed(files, old => old, { 'records/plan.json': '[{"files":["../../../world.json"]}]' }), /plan\.json:1: files: "\.\.\/\.\.\/\.\.\/world\.json" lies outside/],
      ['records that are none', files => changed(files, old => old, { 'records/plan.json': '[{"files":["001-Account.json"]}]', 'records/001-Account.json': '{"records":[{"attributes":{"type":"Account"},"Name":[1]}]}' }), /001-Account\.json:1: Name: expected text/],
      ['no plan', files => { const all = changed(files, old => old); all.delete('records/plan.json'); return changed(all, old => old); }, /has no records\/plan\.json/],
    ];
    for (const [what, change, message] of hostile) {
      it(`with ${what} is refused, and nothing of it is left`, async () => {
        const path = folderOf(change(await packed()));
        await refused(kim.request('bundle/open', { path }), 'dataInvalid', null, message);
        assert.deepEqual(existsSync(join(org.bench.state, 'bundles')) ? readdirSync(join(org.bench.state, 'bundles')) : [], []);
        assert.equal((await kim.request('orgs/list', {})).orgs.some(each => each.alias === 'harbor-foods-bundle'), false);
      });
    }

    it('has texts that are no markup', async () => {
      const markup = '</label><type>Text</type><formula>"x"</formula>]]>&#0;';
      const files = object(old => ({ ...old, fields: (old['fields'] as { name: string }[]).map(each => (each.name === 'Region__c' ? { ...each, label: markup, picklistValues: [{ value: markup, label: markup, isDefault: false }] } : each)) }))(await packed());
      await openFiles(changed(files, old => old, { 'records/plan.json': '[]' }));
      const login = await kim.login('harbor-foods-bundle');
      const result = await kim.request('run/anonymous', { loginId: login.id, code: 'Schema.DescribeFieldResult region = Schema.Account.Region__c.getDescribe(); System.debug(region.getLabel() + region.getPicklistValues()[0].getValue());' });
      assert.deepEqual(debugLines(result), [markup + markup]);
    });

    it('takes the place of an earlier one, as a zip file too, and of no org of the world', async () => {
      const path = join(org.folder, 'later.zip');
      const files = await packed('text');
      writeFileSync(path, zipOf(files));
      const { org: opened } = await kim.request('bundle/open', { path });
      assert.equal(opened.id, '00D5g0000000001EAA');
      const north = (await kim.request('orgs/list', {})).orgs.find(each => each.alias === 'north');
      const { org: other } = await openFiles(changed(files, old => ({ ...old, org: { ...old.org, id: north?.id, name: 'North Clinic' } })));
      assert.notEqual(other.id, north?.id);
      assert.equal(other.alias, 'north-clinic-bundle');
    });

    it('of the first version may have nothing in it', async () => {
      const files = await packed();
      for (const name of [...files.keys()]) if (/^(objects|code|records\/\d)/.test(name)) files.delete(name);
      const { records } = await openFiles(changed(files, old => ({ ...old, version: 1, packages: [], records: {} }), { 'records/plan.json': '[]' }));
      assert.equal(records, 0);
      const login = await kim.login('harbor-foods-bundle');
      assert.equal((await kim.request('query', { loginId: login.id, soql: 'SELECT Id FROM Account' })).totalSize, 0);
    });

    it('is open for 30 days, and thrown away also after that', async () => {
      await openFiles(await packed());
      org.bench.clock.advance(31 * 86_400_000);
      const later = await org.bench.connect('kim');
      await refused(later.request('login/start', { org: 'harbor-foods-bundle' }), 'grantExpired', 'T1');
      await later.request('sandbox/delete', { org: 'harbor-foods-bundle' });
      assert.equal(readdirSync(join(org.bench.state, 'bundles')).includes('00D5g0000000001EAA'), false);
    });

    it('that isn\'t there is named', () => refused(kim.request('bundle/open', { path: join(org.folder, 'nothing') }), 'dataInvalid', null, /there is no such bundle/));
  });
});

describe('a support bundle beside a project, without a world', function () {
  this.timeout(60_000);

  it('has the project for the package, and belongs to who sits at the machine', async () => {
    const processes: RunnerProcess[] = [];
    const bench = await Bench.start({
      runnerFactory: setup => {
        const runner = startRunnerProcess(setup);
        processes.push(runner);
        return runner;
      },
    }, null);
    const salesforce = await FakeSalesforce.start(bench.folder);
    process.env[SF_VARIABLE] = salesforce.program;
    try {
      const project = projectFolder({ 'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], namespace: 'acme' }), ...Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`force-app/${name}`, text])) });
      const client = await bench.connect();
      await client.request('org/openProject', { projects: [project] });
      const { files } = await pack(await salesforceApi('harbor'), { roots: [ids.order], mask: 'none', depth: 1, hasCode: false, maxRecords: 100, maxBytes: 10_000_000, createdAt: '2026-01-05T10:00:00.000Z', progress: () => undefined });
      const path = join(bench.folder, 'bundle.zip');
      writeFileSync(path, zipOf(files));
      const { org, notes } = await client.request('bundle/open', { path });
      assert.match(notes[0] ?? '', /^The customer has Desk 1\.2; here it runs on the project /);
      assert.ok((await client.request('orgs/list', {})).orgs.some(each => each.id === org.id));
      const login = await client.request('login/start', { org: org.id });
      const result = await client.request('run/anonymous', { loginId: login.id, code: 'System.debug(acme.Totals.all());' });
      assert.deepEqual(debugLines(result), ['99.95']);
      rmSync(project, { recursive: true });
    } finally {
      Reflect.deleteProperty(process.env, SF_VARIABLE);
      salesforce.close();
      await bench.close();
    }
  });
});
