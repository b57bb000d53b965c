/** An org of a million accounts and two million contacts: queries that have an index, an aggregate, many rows at once, opening it. */
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsOf, parsedQuery } from '../../src/sandbox/apex/runtime/data-access.ts';
import { InProcessLocks } from '../../src/sandbox/data/locks.ts';
import { Executor } from '../../src/sandbox/org/execution/executor.ts';
import { libraryCatalogue } from '../../src/sandbox/org/execution/library-catalogue.ts';
import { openLocalOrg, type LocalOrg } from '../../src/sandbox/org/execution/local-org.ts';
import { API_CALLER } from '../../src/sandbox/org/worker/job-context.ts';
import type { OrgStore } from '../../src/sandbox/data/store.ts';
import { ADMIN } from '../../test/support/apex.ts';
import { printRow, quantile } from './support/rows.ts';

const ACCOUNTS = 1_000_000;
const CONTACTS = 2 * ACCOUNTS;
const QUERIES = 90;
const ROUNDS = 30;

const folder = mkdtempSync(join(tmpdir(), 'large-org-'));
const classes = join(folder, 'classes');
mkdirSync(classes);
writeFileSync(join(classes, 'Bench.cls'), `public class Bench {
  public static void seed() { Account a = new Account(Name = 'first', Industry = 'Energy', NumberOfEmployees = 1); insert a; insert new Contact(LastName = 'first', AccountId = a.Id); }
  private static List<Account> some { get { if (some == null) some = [SELECT Id, Name FROM Account WHERE Name LIKE 'account 77%' LIMIT ${QUERIES}]; return some; } set; }
  public static void find() { Integer n = some.size(); }
  public static void change() { Id parent = [SELECT Id FROM Account WHERE Name = 'account 5000'].Id; List<Contact> made = new List<Contact>(); for (Integer i = 0; i < 200; i++) made.add(new Contact(LastName = 'new', AccountId = parent)); insert made; List<Contact> settled = [SELECT Id FROM Contact WHERE Id = :made[0].Id]; }
  public static void byId() { for (Account a : some) { Id wanted = a.Id; List<Account> found = [SELECT Id, Name FROM Account WHERE Id = :wanted]; } }
  public static void byName() { for (Account a : some) { String wanted = a.Name; List<Account> found = [SELECT Id FROM Account WHERE Name = :wanted]; if (found.size() != 1) throw new QueryException(); } }
  public static void children() { for (Account a : some) { Id wanted = a.Id; List<Contact> found = [SELECT Id, LastName, Account.Name FROM Contact WHERE AccountId = :wanted]; if (found.isEmpty()) throw new QueryException(); } }
  public static void subquery() { List<Account> found = [SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Id IN :some]; }
  public static void insertMany() { Id parent = some[1].Id; List<Contact> made = new List<Contact>(); for (Integer i = 0; i < 10000; i++) made.add(new Contact(LastName = 'C ' + i, AccountId = parent)); insert made; }
}`);
writeFileSync(join(classes, 'Contacts.trigger'), 'trigger Contacts on Contact (before insert, after insert) { for (Contact c : Trigger.new) if (c.LastName == null) c.addError(\'x\'); }');

const clock = { now: () => performance.now(), advance: () => undefined };
const executorOf = (local: LocalOrg): Executor => new Executor({
  schema: local.compiler.metadata.schema, org: local.org, store: local.store, testStore: local.testStore, users: local.users, triggers: local.compiler.triggers(),
  source: (name, shape) => local.compiler.unit(name, shape), shape: 'plain', locks: new InProcessLocks(clock), clock: () => Date.UTC(2026, 10, 20, 10), catalogue: libraryCatalogue,
});
const open = (): LocalOrg => openLocalOrg({
  projects: [{ directory: classes, namespace: null }], namespace: null, directory: join(folder, 'state'), users: [ADMIN], now: Date.UTC(2026, 10, 20, 10),
  org: { id: '00D000000000001EAA', name: 'Large', instance: 'CS1', isSandbox: true, type: 'Developer Edition', baseUrl: 'https://large.example', certifiedNamespaces: [] },
});
const timed = (action: () => void): number => {
  const started = performance.now();
  action();
  return performance.now() - started;
};

const first = open();
{
  const executor = executorOf(first);
  executor.runApi(first.users[0]!, () => executor.loader.require('Bench').u()['seed$']!());
  executor.close();
}
fill(first.store);

let org = first;
printRow({ name: 'opening an org of 3,000,000 records', value: timed(() => { org = open(); }) / 1000, unit: 's', budget: 1 });
const executor = executorOf(org);
const run = (...methods: string[]): number[] => {
  const times: number[] = [];
  const { exception } = executor.runApi(org.users[0]!, () => {
    const call = (method: string): void => { executor.loader.require('Bench').u()[`${method.toLowerCase()}$`]!(); };
    for (const method of methods) times.push(timed(() => call(method)));
  });
  if (exception) throw new Error(`${exception.type}: ${exception.message}\n${exception.stackTrace}`);
  return times;
};
const median = (rounds: number, ...methods: string[]): number => quantile(Array.from({ length: rounds }, () => run(...methods).at(-1)!), 0.5);
const per = (milliseconds: number): number => (milliseconds * 1000) / QUERIES;

printRow({ name: 'SOQL by Id of 1,000,000 accounts', value: per(median(ROUNDS, 'find', 'byId')), unit: 'µs', budget: 20 });
printRow({ name: 'SOQL by Name of 1,000,000 accounts', value: per(median(ROUNDS, 'find', 'byName')), unit: 'µs', budget: 30 });
printRow({ name: 'contacts of an account, with its name, of 2,000,000', value: per(median(ROUNDS, 'find', 'children')), unit: 'µs', budget: 40 });
printRow({ name: 'the same over a 200-row delta', value: per(median(ROUNDS, 'find', 'change', 'children')), unit: 'µs', budget: 60 });
printRow({ name: `contacts of ${QUERIES} accounts in a sub-query`, value: median(ROUNDS, 'find', 'subquery'), unit: 'ms', budget: 5 });
// As over the API: Apex has a limit of rows.
const aggregate = (): void => {
  const query = parsedQuery('SELECT Industry, COUNT(Id) n, SUM(NumberOfEmployees) total FROM Account GROUP BY Industry');
  const { exception } = executor.runApi(org.users[0]!, ({ data }) => { if (data.query(query, [], optionsOf('user', API_CALLER)).records.length !== 4) throw new Error('There are not four industries.'); });
  if (exception) throw new Error(exception.message);
};
printRow({ name: 'aggregate of 1,000,000 accounts', value: quantile(Array.from({ length: 3 }, () => timed(aggregate)), 0.5) / 1000, unit: 's', budget: 1 });
printRow({ name: 'insert and commit of 10,000 of 2,000,000 contacts, with a trigger', value: quantile(Array.from({ length: 3 }, () => timed(() => run('find', 'insertMany'))), 0.5) / 1000, unit: 's', budget: 2 });
executor.close();
rmSync(folder, { recursive: true, force: true });

/** Copies the first account and contact until there are enough: through DML it would take minutes. */
function fill(store: OrgStore): void {
  const connection = store.connect();
  const { database } = connection;
  const columnsOf = (object: string): string[] => (database.prepare(`PRAGMA table_info("${object}")`).all() as unknown as { name: string }[]).map((column) => column.name);
  const copy = (object: string, prefix: string, count: number, own: Readonly<Record<string, string>>): void => {
    const columns = columnsOf(object);
    const id = `'${prefix}SB0' || printf('%09d', copies.n) || 'YAA'`;
    const values = columns.map((name) => (name === 'Id' ? id : (own[name] ?? `source."${name}"`)));
    database.exec(`WITH RECURSIVE copies(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM copies WHERE n < ${count + 998})
      INSERT INTO "${object}" (${columns.map((name) => `"${name}"`).join(', ')}) SELECT ${values.join(', ')} FROM copies, (SELECT * FROM "${object}" LIMIT 1) AS source`);
  };
  const industries = `CASE copies.n % 4 WHEN 0 THEN 'Energy' WHEN 1 THEN 'Banking' WHEN 2 THEN 'Media' ELSE 'Retail' END`;
  copy('Account', '001', ACCOUNTS, { Name: `'Account ' || copies.n`, 'Name.key': `'account ' || copies.n`, Industry: industries, 'Industry.key': `lower(${industries})`, NumberOfEmployees: 'copies.n % 100' });
  const parent = `'001SB0' || printf('%09d', 1000 + copies.n % ${ACCOUNTS - 1}) || 'YAA'`;
  copy('Contact', '003', CONTACTS, { LastName: `'Contact ' || copies.n`, 'LastName.key': `'contact ' || copies.n`, Name: `'Contact ' || copies.n`, 'Name.key': `'contact ' || copies.n`, AccountId: parent });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  connection.close();
}
