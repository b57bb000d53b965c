import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg } from '../runner/support/real-org.ts';
import { PageClient, textOf } from './support/page-client.ts';

const VISIT = `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Visit &amp; Co</label><pluralLabel>Visits</pluralLabel><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>
    <nameField><label>Visit Name</label><type>Text</type></nameField>
    <fields><fullName>Room__c</fullName><label>Room</label><type>Text</type><length>20</length></fields>
    <fields><fullName>Patient__c</fullName><label>Patient</label><type>Lookup</type><referenceTo>Contact</referenceTo><relationshipName>Visits</relationshipName></fields>
    <fields><fullName>State__c</fullName><label>State</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>
        <value><fullName>Open</fullName><default>true</default><label>Open</label></value><value><fullName>Done</fullName><default>false</default><label>Done</label></value></valueSetDefinition></valueSet></fields>
    <fields><fullName>Starts__c</fullName><label>Starts</label><type>DateTime</type></fields>
    <fields><fullName>Price__c</fullName><label>Price</label><type>Number</type><precision>10</precision><scale>2</scale></fields>
    <fields><fullName>Paid__c</fullName><label>Paid</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>
    <fields><fullName>Notes__c</fullName><label>Notes</label><type>LongTextArea</type><length>1000</length><visibleLines>3</visibleLines></fields>
    <fields><fullName>Link__c</fullName><label>Link</label><type>Url</type></fields>
    <recordTypes><fullName>Walk_In</fullName><active>true</active><label>Walk-in</label></recordTypes>
    <validationRules><fullName>Room_Is_Known</fullName><active>true</active><errorConditionFormula>acme__Room__c = 'Attic'</errorConditionFormula><errorDisplayField>Room__c</errorDisplayField><errorMessage>There is no attic.</errorMessage></validationRules>
</CustomObject>`;
const OTHER_WALK_IN = '<RecordType xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Walk_In</fullName><active>true</active><label>Walk-in</label></RecordType>';
const TRIGGER = `trigger VisitTrigger on Visit__c (before update, before delete) {
    if (Trigger.isDelete) {
        for (Visit__c visit : Trigger.old) if (visit.Paid__c) visit.addError('Paid visits stay.');
        return;
    }
    for (Visit__c visit : Trigger.new) {
        if (visit.Room__c == 'Cellar') throw new IllegalArgumentException('No cellar');
        visit.Notes__c = 'touched';
    }
}`;
const META = '<ApexTrigger xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>64.0</apiVersion><status>Active</status></ApexTrigger>';

describe('the record browser', function () {
  this.timeout(60_000);
  let org: RealOrg;
  let ann: PageClient;
  before(async () => {
    org = await RealOrg.start({ files: { 'objects/Visit__c/Visit__c.object-meta.xml': VISIT, 'objects/Account/recordTypes/Walk_In.recordType-meta.xml': OTHER_WALK_IN, 'triggers/VisitTrigger.trigger': TRIGGER, 'triggers/VisitTrigger.trigger-meta.xml': META } });
    ann = await PageClient.as(org.bench, 'north', 'Ann');
  });
  after(() => org.close());

  const list = '/records/acme__Visit__c';
  async function create(fields: Readonly<Record<string, string>>): Promise<string> {
    const answer = await ann.post(`${list}/new`, fields, await ann.open(`${list}/new`));
    assert.equal(answer.status, 303, textOf(answer));
    return String(answer.headers['location']);
  }
  const rowOf = async (name: string): Promise<Record<string, unknown> | undefined> => (await org.query(`SELECT acme__Room__c, acme__Starts__c, acme__Price__c, acme__Paid__c, acme__Notes__c, acme__State__c, acme__Patient__c FROM acme__Visit__c WHERE Name = '${name}'`))[0];

  it('lists the objects, and finds others by name', async () => {
    const text = textOf(await ann.open('/records'));
    for (const part of ['Visits acme__Visit__c', 'Accounts Account', 'Opportunities Opportunity']) assert.ok(text.includes(part), part);
    assert.match(textOf(await ann.open('/records?q=visit')), /Objects found Visits acme__Visit__c$/);
    assert.match(textOf(await ann.open('/records?q=zzz')), /No object is called “zzz”/);
    assert.match(textOf(await ann.open(list)), /There are no visits that you may see/);
  });

  it('creates a record from what was typed, in the place of the user', async () => {
    const form = await ann.open(`${list}/new`);
    assert.match(form.text, /<option value="Open" selected>Open<\/option>/);
    const path = await create({ 'Name': 'First', 'acme__Room__c': '12', 'acme__Starts__c': '2026-07-01T09:30', 'acme__Price__c': '1,234.5', 'acme__Paid__c': 'on', 'acme__State__c': 'Done' });
    const row = await rowOf('First');
    // Los Angeles, in summer.
    assert.deepEqual([row?.['acme__Room__c'], row?.['acme__Price__c'], row?.['acme__Paid__c'], row?.['acme__State__c']], ['12', 1234.5, true, 'Done']);
    assert.match(String(row?.['acme__Starts__c']), /^2026-07-01T16:30:00/);
    const text = textOf(await ann.open(path));
    for (const part of ['The Visit & Co was created.', 'Room 12', 'Starts Jul 1, 2026, 9:30 AM', 'Price 1,234.50', 'Paid ✓ Yes', 'Owner Ann North', 'Created By Ann North']) assert.ok(text.includes(part), `${part} in ${text}`);
    assert.doesNotMatch(textOf(await ann.open(path)), /was created/);
  });

  it('edits what was changed and nothing else, and runs triggers', async () => {
    const path = await create({ Name: 'Second', acme__Room__c: '1', acme__Starts__c: '2026-01-01T08:15' });
    const form = await ann.open(`${path}/edit`);
    assert.match(form.text, /name="acme__Starts__c"[^>]* value="2026-01-01T08:15"/);
    await org.output("update new acme__Visit__c(Id = [SELECT Id FROM acme__Visit__c WHERE Name = 'Second'].Id, acme__Price__c = 5);");
    const answer = await ann.post(`${path}/edit`, { Name: 'Second', acme__Room__c: '2', seen: seenOf(await ann.open(`${path}/edit`)), acme__Starts__c: '2026-01-01T08:15', acme__Price__c: '5', OwnerId: 'Ann North' }, form);
    assert.equal(answer.status, 303, textOf(answer));
    const row = await rowOf('Second');
    assert.deepEqual([row?.['acme__Room__c'], row?.['acme__Price__c'], row?.['acme__Notes__c']], ['2', 5, 'touched']);
    assert.match(textOf(await ann.open(path)), /Your changes were saved/);
  });

  it('overwrites nothing that another changed meanwhile', async () => {
    const path = await create({ Name: 'Third', acme__Room__c: '1' });
    const form = await ann.open(`${path}/edit`);
    const answer = await ann.post(`${path}/edit`, { Name: 'Third', acme__Room__c: '2', seen: '2020-01-01T00:00:00.000+0000' }, form);
    assert.equal(answer.status, 422);
    assert.match(textOf(answer), /changed since you opened it/);
    assert.equal((await rowOf('Third'))?.['acme__Room__c'], '1');
  });

  it('shows what a validation rule says at its field, and keeps what was typed', async () => {
    const answer = await ann.post(`${list}/new`, { Name: 'Fourth', acme__Room__c: 'Attic', acme__Price__c: '7' }, await ann.open(`${list}/new`));
    assert.equal(answer.status, 422);
    assert.match(answer.text, /<input type="text" id="f-acme__Room__c" name="acme__Room__c" aria-invalid="true" aria-describedby="f-acme__Room__c-error" value="Attic"[^>]*>\s*<span class="problem" id="f-acme__Room__c-error">There is no attic\.<\/span>/);
    assert.match(answer.text, /name="acme__Price__c" value="7"/);
    assert.equal(await rowOf('Fourth'), undefined);
  });

  it('shows what a trigger threw', async () => {
    const path = await create({ Name: 'Fifth' });
    const form = await ann.open(`${path}/edit`);
    const answer = await ann.post(`${path}/edit`, { Name: 'Fifth', acme__Room__c: 'Cellar', seen: seenOf(form) }, form);
    assert.equal(answer.status, 422);
    assert.match(textOf(answer), /Nothing was saved\. acme\.VisitTrigger: execution of BeforeUpdate caused by: System\.IllegalArgumentException: No cellar \(acme\)/);
    assert.doesNotMatch(answer.text, /line \d+, column/);
  });

  const typed: readonly [string, Record<string, string>, RegExp][] = [
    ['a number', { acme__Price__c: 'five' }, /“five” is no number/],
    ['a date and time', { acme__Starts__c: 'soon' }, /“soon” is no date and time/],
    ['a lookup', { acme__Patient__c: 'Nobody' }, /No Contact is called “Nobody”/],
    ['a picklist', { acme__State__c: 'Lost' }, /bad value for restricted picklist field: Lost/],
    ['no name', { Name: 'x'.repeat(81) }, /data value too large/],
  ];
  for (const [title, fields, expected] of typed) {
    it(`says what is wrong with ${title}`, async () => {
      const answer = await ann.post(`${list}/new`, { Name: 'Wrong', ...fields }, await ann.open(`${list}/new`));
      assert.equal(answer.status, 422, textOf(answer));
      assert.match(textOf(answer), expected);
    });
  }

  it('takes a lookup by name, and links to it', async () => {
    await org.output("insert new List<Contact>{ new Contact(LastName = 'Poe'), new Contact(LastName = 'Twin'), new Contact(LastName = 'Twin') };");
    const path = await create({ Name: 'Sixth', acme__Patient__c: 'Poe' });
    const [contact] = await org.query("SELECT Id FROM Contact WHERE LastName = 'Poe'");
    assert.equal((await rowOf('Sixth'))?.['acme__Patient__c'], contact?.['Id']);
    assert.ok((await ann.open(path)).text.includes(`<a href="/records/Contact/${String(contact?.['Id'])}">Poe</a>`));
    assert.match(textOf(await ann.open(`/records/Contact/${String(contact?.['Id'])}`)), /Visits \(1\) New Visit & Co .*Sixth/);
    const several = await ann.post(`${list}/new`, { Name: 'Seventh', acme__Patient__c: 'Twin' }, await ann.open(`${list}/new`));
    assert.match(textOf(several), /Several records are called “Twin”/);
  });

  it('suggests what a lookup may be, the last changed first, each name once', async () => {
    const { text } = await ann.open(`${list}/new`);
    const [, options = ''] = /<input type="text" list="f-acme__Patient__c-list"[^>]*><datalist id="f-acme__Patient__c-list">(.*?)<\/datalist>/s.exec(text) ?? [];
    assert.deepEqual([...options.matchAll(/value="([^"]+)"/g)].map(([, name]) => name).sort(), ['Poe', 'Twin']);
  });

  it('gives a new record the only record type that there is for its object', async () => {
    const form = await ann.open(`${list}/new`);
    assert.match(textOf(form), /Record Type: Walk-in \* required/);
    await create({ Name: 'Typed', RecordTypeId: /name="RecordTypeId" value="(\w{18})"/.exec(form.text)?.[1] ?? assert.fail('no record type') });
    assert.deepEqual(await org.query("SELECT RecordType.DeveloperName, RecordType.SobjectType FROM acme__Visit__c WHERE Name = 'Typed'").then(rows => rows.map(row => (row['RecordType'] as Record<string, unknown>)['DeveloperName'])), ['Walk_In']);
  });

  it('takes a lookup that may point to many objects', async () => {
    await org.output("insert new Account(Name = 'Ravenswood');");
    const path = '/records/Task';
    const form = await ann.open(`${path}/new`);
    const answer = await ann.post(`${path}/new`, { Subject: 'Call', WhatId: 'Ravenswood', WhoId: 'Poe' }, form);
    assert.equal(answer.status, 303, textOf(answer));
    const page = await ann.open(String(answer.headers['location']));
    assert.match(page.text, /<a href="\/record\/001\w+">Ravenswood<\/a>/);
    const lost = await ann.post(`${path}/new`, { Subject: 'Call', WhatId: 'Nowhere' }, form);
    assert.match(textOf(lost), /No record is called “Nowhere”/);
  });

  it('deletes after asking, and says why it may not', async () => {
    const free = await create({ Name: 'Free' });
    assert.match(textOf(await ann.open(`${free}/delete`)), /Delete Free\?/);
    assert.match(textOf(await ann.submit(`${free}/delete`, `${free}/delete`)), /Visit & Co “Free” was deleted/);
    assert.equal(await rowOf('Free'), undefined);
    const paid = await create({ Name: 'Paid', acme__Paid__c: 'on' });
    assert.match(textOf(await ann.submit(`${paid}/delete`, `${paid}/delete`)), /Paid visits stay/);
    assert.ok(await rowOf('Paid'));
    assert.equal((await ann.get(`${free}/edit`)).status, 400);
  });

  it('finds by name, sorts, and goes through pages', async () => {
    await org.output("List<acme__Visit__c> many = new List<acme__Visit__c>(); for (Integer i = 0; i < 60; i++) many.add(new acme__Visit__c(Name = 'Many 100%_' + String.valueOf(i).leftPad(2, '0'), acme__Price__c = i)); insert many; insert new acme__Visit__c(Name = 'Many 1000');");
    const first = await ann.open(`${list}?q=${encodeURIComponent('100%_')}`);
    assert.match(textOf(first), /Many 100%_00 .*Many 100%_24 .*1–25 of 60 Next$/);
    const second = await ann.open(`${list}?q=${encodeURIComponent('100%_')}&page=3`);
    assert.match(textOf(second), /Many 100%_50 .*51–60 of 60 Previous$/);
    const sorted = await ann.open(`${list}?q=Many&sort=acme__Price__c&dir=desc`);
    assert.match(sorted.text, /aria-sort="descending"/);
    assert.match(textOf(sorted), /Many 100%_59/);
    for (const q of ["' OR Name != '", '\\', "\\'", '%', '_', '\u0000', '<script>']) assert.equal((await ann.get(`${list}?q=${encodeURIComponent(q)}`)).status, 200, q);
    for (const query of ['sort=Id;DELETE', 'sort=acme__Notes__c', 'page=-1', 'page=x', 'page=999999']) assert.equal((await ann.get(`${list}?${query}`)).status, 200, query);
  });

  it('values are text, never markup; only web addresses become links', async () => {
    const path = await create({ 'Name': '<b>bold</b>', 'acme__Room__c': '"><i>', 'acme__Notes__c': '</textarea><script>alert(1)</script>', 'acme__Link__c': 'javascript:alert(1)' });
    for (const page of [await ann.open(path), await ann.open(`${path}/edit`), await ann.open(`${list}?q=bold`), await ann.open(`${path}/delete`)]) assert.doesNotMatch(page.text, /<b>|<i>|<script|href="javascript/);
    assert.match((await ann.open(path)).text, /&lt;\/textarea&gt;&lt;script&gt;/);
    const web = await create({ Name: 'Web', acme__Link__c: 'https://example.com/?a=1&b="2"' });
    assert.match((await ann.open(web)).text, /<a href="https:\/\/example\.com\/\?a=1&amp;b=&quot;2&quot;" rel="noopener noreferrer">/);
  });

  it('stops a save at a breakpoint of the session, as what it is', async () => {
    const path = await create({ Name: 'Stopped', acme__Room__c: '1' });
    const session = await org.acquire();
    await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path: org.path('triggers/VisitTrigger.trigger'), breakpoints: [{ id: 1, line: 8 }] });
    const form = await ann.open(`${path}/edit`);
    const stopped = org.next('debug/stopped');
    const saved = ann.post(`${path}/edit`, { Name: 'Stopped', acme__Room__c: '2', seen: seenOf(form), once: onceOf(form) }, form);
    const { threadId } = await stopped;
    const { threads } = await org.kim.request('debug/threads', { sessionId: session.id });
    assert.deepEqual(threads.map(each => each.name), ['Save acme__Visit__c (Ann North)']);
    // Nothing seems to happen: the second click is no second save.
    const again = ann.post(`${path}/edit`, { Name: 'Stopped', acme__Room__c: '2', seen: seenOf(form), once: onceOf(form) }, form);
    // The pages stay open to everybody meanwhile.
    assert.match(textOf(await ann.open(path)), /Room 1/);
    await org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
    const answer = await saved;
    assert.equal(answer.status, 303, textOf(answer));
    assert.deepEqual((await again).headers['location'], answer.headers['location']);
    assert.equal((await rowOf('Stopped'))?.['acme__Room__c'], '2');
    await org.kim.request('session/end', { sessionId: session.id });
  });

  it('a form that is sent twice saves once; shown again, it is another', async () => {
    const form = await ann.open(`${list}/new`);
    const fields = { Name: 'Twice', once: onceOf(form) };
    const [first, second] = await Promise.all([ann.post(`${list}/new`, fields, form), ann.post(`${list}/new`, fields, form)]);
    assert.deepEqual([first.status, second.headers['location']], [303, first.headers['location']]);
    assert.equal((await ann.post(`${list}/new`, { ...fields, once: onceOf(await ann.open(`${list}/new`)) }, form)).status, 303);
    assert.equal((await org.query("SELECT Id FROM acme__Visit__c WHERE Name = 'Twice'")).length, 2);
  });

  it("T10, T16: a traced save leaves a log, which shows nothing of managed code", async () => {
    const logs = '/setup/debug-logs';
    const { id } = org.bench.hub.context.directory.findOrg('north').users[0] ?? assert.fail();
    await ann.submit(logs, logs, { user: id, minutes: '30' });
    const path = await create({ Name: 'Logged' });
    const form = await ann.open(`${path}/edit`);
    await ann.post(`${path}/edit`, { Name: 'Logged', acme__Room__c: '9', seen: seenOf(form) }, form);
    const list = await ann.open(logs);
    assert.match(textOf(list), /Save acme__Visit__c Ann North Success/);
    const log = /href="(\/setup\/debug-logs\/\w+)"/.exec(list.text)?.[1] ?? '';
    const shown = textOf(await ann.open(log));
    assert.match(shown, /\(\d+\)\|[A-Z_]+/);
    const file = await ann.open(`${log}/download`);
    assert.deepEqual([file.headers['content-type'], file.headers['content-disposition']], ['text/plain; charset=utf-8', `attachment; filename="${log.split('/').at(-1)}.log"`]);
    assert.doesNotMatch(file.text, /touched|visit\.Room/);
  });

  it('goes to a record by its id alone, and nowhere by a wrong one', async () => {
    const path = await create({ Name: 'By id' });
    const id = path.split('/').at(-1) ?? '';
    assert.equal((await ann.get(`/record/${id}`)).headers['location'], path);
    for (const wrong of ['/record/zzz000000000000', '/record/abc', `${list}/a00000000000000AAA`, '/records/Nothing__c', '/records/Account/x', `/records/Nothing__c/new`]) assert.equal((await ann.get(wrong)).status, 400, wrong);
    assert.equal((await ann.get('/records/a%27b')).status, 404);
  });
});

function onceOf({ text }: { readonly text: string }): string {
  return /name="once" value="([^"]*)"/.exec(text)?.[1] ?? assert.fail('no name of the form');
}

function seenOf({ text }: { readonly text: string }): string {
  return /name="seen" value="([^"]*)"/.exec(text)?.[1] ?? assert.fail('no time');
}

describe('a save that is held when the process of its org dies', function () {
  this.timeout(60_000);
  it('ends with a page that says so, and nothing is saved', async () => {
    const org = await RealOrg.start({ files: { 'objects/Visit__c/Visit__c.object-meta.xml': VISIT, 'triggers/VisitTrigger.trigger': TRIGGER, 'triggers/VisitTrigger.trigger-meta.xml': META } });
    try {
      const ann = await PageClient.as(org.bench, 'north', 'Ann');
      const created = await ann.post('/records/acme__Visit__c/new', { Name: 'Held' }, await ann.open('/records/acme__Visit__c/new'));
      const path = String(created.headers['location']);
      const session = await org.acquire();
      await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path: org.path('triggers/VisitTrigger.trigger'), breakpoints: [{ id: 1, line: 8 }] });
      const form = await ann.open(`${path}/edit`);
      const stopped = org.next('debug/stopped');
      const saved = ann.post(`${path}/edit`, { Name: 'Held', acme__Room__c: '2', seen: seenOf(form) }, form);
      await stopped;
      process.kill(org.processes.at(-1)?.pid ?? 0, 'SIGKILL');
      const answer = await saved;
      assert.equal(answer.status, 303);
      assert.match(textOf(await ann.open(`${path}/edit`)), /of its open transaction nothing/);
      assert.doesNotMatch(textOf(await ann.open(path)), /Room 2/);
    } finally {
      await org.close();
    }
  });
});
