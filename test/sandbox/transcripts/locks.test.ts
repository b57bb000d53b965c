/**
 * Transactions of several users at once, in several workers: who waits for whom, and what becomes of them. Each transcript is
 * held against a file that names the pages it follows; `ISV_UPDATE_GOLDEN=1` writes the files anew.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { assertGolden } from '../../support/dap/golden.ts';
import { RealOrg } from '../runner/support/real-org.ts';

const PAGES: Readonly<Record<string, readonly string[]>> = {
  'locks-of-rows': ['Apex Developer Guide, Locking Statements (langCon_apex_locking_statements.htm)', 'Apex Developer Guide, Locking in a SOQL For Loop (langCon_apex_locking_records.htm)'],
  'locks-of-parents': ['Apex Developer Guide, Locking Statements (langCon_apex_locking_statements.htm)', 'Record Locking Cheat Sheet (Salesforce Developers)'],
  'locks-of-unique-values': ['Object Reference for the Salesforce Platform, Custom Field Properties: unique fields', 'Apex Developer Guide, Locking Statements (langCon_apex_locking_statements.htm)'],
  deadlock: ['Apex Developer Guide, Avoiding Deadlocks (langCon_apex_deadlocks.htm)'],
  'after-commit': ['Apex Developer Guide, Triggers and Order of Execution (apex_triggers_order_of_execution.htm)', 'Apex Developer Guide, Queueable Apex (apex_queueing_jobs.htm)'],
};
const xml = (root: string, content: string): string => `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const FILES: Readonly<Record<string, string>> = {
  'objects/Line__c.object': xml('CustomObject', '<label>Line</label><pluralLabel>Lines</pluralLabel><sharingModel>ControlledByParent</sharingModel><nameField><label>Name</label><type>Text</type></nameField><fields><fullName>Account__c</fullName><label>Account</label><type>MasterDetail</type><referenceTo>Account</referenceTo><relationshipName>Lines</relationshipName></fields><fields><fullName>Code__c</fullName><label>Code</label><type>Text</type><length>20</length><unique>true</unique><externalId>true</externalId></fields>'),
  'objects/Remark__c.object': xml('CustomObject', '<label>Remark</label><pluralLabel>Remarks</pluralLabel><sharingModel>ReadWrite</sharingModel><nameField><label>Name</label><type>Text</type></nameField><fields><fullName>Account__c</fullName><label>Account</label><type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Remarks</relationshipName><deleteConstraint>SetNull</deleteConstraint></fields>'),
  'classes/Later.cls': 'global class Later implements Queueable { final String text; global Later(String text) { this.text = text; } public void execute(QueueableContext context) { insert new Account(Name = text + [SELECT COUNT() FROM Account WHERE Name = \'committed\']); } }',
};

describe('transcripts of transactions beside each other', function () {
  this.timeout(60_000);
  let org: RealOrg;
  let lines: string[] = [];
  before(async () => {
    org = await RealOrg.start({ files: FILES });
    await org.output("insert new List<Account>{ new Account(Name = 'one'), new Account(Name = 'two'), new Account(Name = 'free') };");
  });
  after(() => org.close());
  afterEach(async () => {
    for (const session of (await org.kim.request('session/list', { org: 'north' })).sessions) await org.kim.request('session/end', { sessionId: session.id });
  });

  const say = (who: string, what: string): void => { lines.push(`${who}: ${what}`); };
  const hold = (name: string): void => {
    const text = [...PAGES[name]!.map((page) => `Source: ${page}`), '', ...lines, ''].join('\n');
    lines = [];
    assertGolden(new URL(`./golden/${name}.txt`, import.meta.url), text.replaceAll(/\b[a-zA-Z0-9]{3}SB[0-9A-Za-z]{10}(?:[A-Z0-9]{3})?\b/g, (id) => `<${id.slice(0, 3)}>`));
  };

  /** Runs to its end, whatever that is. */
  async function run(who: string, code: string): Promise<void> {
    say(who, code);
    const { exception, debugLog } = await org.anonymous(code);
    for (const line of debugLog.split('\n')) if (line.includes('|USER_DEBUG|')) say(who, `  ${line.split('|').at(-1)!}`);
    say(who, exception === null ? 'committed' : `ended with ${exception.type}: ${exception.message}`);
  }

  /** Stands before its last statement. */
  async function pause(who: string, statements: readonly string[]): ReturnType<RealOrg['pause']> {
    const paused = await org.pause(statements.join('\n'), statements.length);
    for (const each of statements.slice(0, -1)) say(who, each);
    say(who, 'stands in the debugger');
    return paused;
  }

  /** Begins while somebody stands; `meanwhile` is done while it waits. */
  async function waits(who: string, code: string, meanwhile: () => Promise<void>): Promise<() => Promise<void>> {
    let isDone = false;
    say(who, code);
    const outcome = org.anonymous(code).then((result) => { isDone = true; return result; });
    await meanwhile();
    assert.equal(isDone, false, `${who} did not wait`);
    say(who, 'waits');
    return async () => {
      const { exception } = await outcome;
      say(who, exception === null ? 'committed' : `ended with ${exception.type}: ${exception.message}`);
    };
  }

  async function goOn(who: string, paused: Awaited<ReturnType<RealOrg['pause']>>): Promise<void> {
    const { exception } = await paused.resume();
    say(who, exception === null ? 'goes on, and is committed' : `goes on, and ends with ${exception.type}: ${exception.message}`);
  }

  it('locks-of-rows', async () => {
    const first = await pause('A', ["Account one = [SELECT Id FROM Account WHERE Name = 'one' FOR UPDATE];", "one.Phone = 'A';", 'update one;', "System.debug('over');"]);
    const second = await pause('B', ["Account two = [SELECT Id FROM Account WHERE Name = 'two'];", "two.Phone = 'B';", 'update two;', "System.debug('over');"]);
    const other = await waits('C', "Account one = [SELECT Phone FROM Account WHERE Name = 'one' FOR UPDATE]; one.Fax = one.Phone; update one;", () => run('D', "System.debug([SELECT Phone FROM Account WHERE Name IN ('one', 'two') AND Phone = null].size()); update new Account(Id = [SELECT Id FROM Account WHERE Name = 'free'].Id, Phone = 'D'); insert new Account(Name = 'new');"));
    await goOn('A', first);
    await other();
    await goOn('B', second);
    await run('D', "for (Account each : [SELECT Name, Phone, Fax FROM Account WHERE Name IN ('one', 'two') ORDER BY Name]) System.debug(each.Name + ' ' + each.Phone + ' ' + each.Fax);");
    hold('locks-of-rows');
  });

  it('locks-of-parents', async () => {
    const first = await pause('A', ["Id one = [SELECT Id FROM Account WHERE Name = 'one'].Id;", "insert new acme__Line__c(Name = 'a', acme__Account__c = one);", "System.debug('over');"]);
    const update = await waits('B', "update new Account(Id = [SELECT Id FROM Account WHERE Name = 'one'].Id, Site = 'B');", () => run('C', "insert new acme__Remark__c(Name = 'points there', acme__Account__c = [SELECT Id FROM Account WHERE Name = 'one'].Id);"));
    const insert = await waits('D', "insert new acme__Line__c(Name = 'd', acme__Account__c = [SELECT Id FROM Account WHERE Name = 'one'].Id);", () => run('C', "System.debug('meanwhile');"));
    await goOn('A', first);
    await update();
    await insert();
    hold('locks-of-parents');
  });

  it('locks-of-unique-values', async () => {
    const insertOf = (code: string, name: string): string => `insert new acme__Line__c(acme__Code__c = '${code}', acme__Account__c = [SELECT Id FROM Account WHERE Name = '${name}'].Id);`;
    const first = await pause('A', [insertOf('once', 'one'), "System.debug('over');"]);
    const second = await waits('B', insertOf('ONCE', 'two'), () => run('C', insertOf('another', 'free')));
    await goOn('A', first);
    await second();
    const failing = await pause('A', [insertOf('twice', 'one'), 'Integer none = 0; System.debug(1 / none);']);
    const third = await waits('B', insertOf('twice', 'two'), () => run('C', "System.debug('meanwhile');"));
    await goOn('A', failing);
    await third();
    hold('locks-of-unique-values');
  });

  it('deadlock', async () => {
    const lock = (name: string): string => `Account ${name} = [SELECT Id FROM Account WHERE Name = '${name}' FOR UPDATE];`;
    const first = await pause('A', [lock('one'), "update new Account(Id = [SELECT Id FROM Account WHERE Name = 'two'].Id, Site = 'A');"]);
    const second = await pause('B', [lock('two'), "update new Account(Id = [SELECT Id FROM Account WHERE Name = 'one'].Id, Site = 'B');"]);
    say('A and B', 'go on: each wants what the other has');
    const outcomes = await Promise.all([first.resume(), second.resume()]);
    for (const { exception } of outcomes.toSorted((a, b) => Number(a.exception !== null) - Number(b.exception !== null))) say('one', exception === null ? 'is committed' : `ends with ${exception.type}: ${exception.message}`);
    hold('deadlock');
  });

  it('after-commit', async () => {
    const until = async (name: string): Promise<void> => { while ((await org.query(`SELECT Id FROM Account WHERE Name LIKE '${name}%'`)).length === 0); };
    await run('A', "System.enqueueJob(new acme.Later('never ')); insert new Account(Name = 'never'); Integer none = 0; System.debug(1 / none);");
    await run('A', "Savepoint point = Database.setSavepoint(); System.enqueueJob(new acme.Later('rolled back ')); Database.rollback(point); System.enqueueJob(new acme.Later('saw committed ones: ')); System.debug([SELECT COUNT() FROM Account WHERE Name LIKE 'saw%']); insert new Account(Name = 'committed');");
    await until('saw');
    await run('B', "for (Account each : [SELECT Name FROM Account WHERE Name LIKE 'never%' OR Name LIKE 'rolled%' OR Name LIKE 'saw%']) System.debug(each.Name);");
    hold('after-commit');
  });
});
