/** Queries and changes of records, as compiled Apex makes them in a transaction; the aggregate as the data layer answers it. */
import { parseSoql } from '../../src/sandbox/apex/syntax/parser.ts';
import { openTestOrg } from '../../test/support/apex.ts';
import { printRow, quantile } from './support/rows.ts';

const MILLION = 1_000_000;
/** Of them through Apex; the rest are copies. */
const INSERTED = 1000;
/** Below the limit of 100 queries a transaction. */
const QUERIES = 90;
/** Rounds not counted: code is compiled while it runs. */
const WARM_UP = 40;

const org = openTestOrg({
  classes: [
    `public class Bench {
      private static List<Account> accounts;
      private static List<Contact> contacts;
      public static void fill() {
        accounts = new List<Account>();
        for (Integer i = 0; i < 200; i++) accounts.add(new Account(Name = 'Account ' + i, Industry = 'Energy'));
        insert accounts;
        contacts = new List<Contact>();
        for (Account each : accounts) contacts.add(new Contact(LastName = 'Contact', AccountId = each.Id));
        insert contacts;
      }
      // The first query brings the changes to where SQL sees them.
      public static void settle() { Id wanted = contacts[0].Id; List<Contact> found = [SELECT Id, Account.Name FROM Contact WHERE Id = :wanted]; }
      public static void byId() { for (Integer i = 0; i < ${QUERIES}; i++) { Id wanted = accounts[i].Id; List<Account> found = [SELECT Id, Name FROM Account WHERE Id = :wanted]; if (found.size() != 1) throw new QueryException(); } }
      public static void withParent() { for (Integer i = 0; i < ${QUERIES}; i++) { Id wanted = contacts[i].Id; List<Contact> found = [SELECT Id, LastName, Account.Name FROM Contact WHERE Id = :wanted]; if (found[0].Account.Name == null) throw new QueryException(); } }
      public static void insertCases() { List<Case> cases = new List<Case>(); for (Integer i = 0; i < 200; i++) cases.add(new Case(Subject = 'Case ' + i)); insert cases; }
      public static void insertMany() { List<Task> tasks = new List<Task>(); for (Integer i = 0; i < 10000; i++) tasks.add(new Task(Subject = 'Task ' + i)); insert tasks; }
      public static void insertSome() { List<Opportunity> some = new List<Opportunity>(); for (Integer i = 0; i < ${INSERTED}; i++) some.add(new Opportunity(Name = 'O ' + i, StageName = Math.mod(i, 2) == 0 ? 'Prospecting' : 'Closed Won', CloseDate = Date.newInstance(2026, 1, 1), Amount = i)); insert some; }
    }`,
    'trigger Cases on Case (before insert, after insert) {}',
    '@IsTest private class EmptyTest { @IsTest static void nothing() {} }',
  ],
});
const [user] = org.users;
const call = (method: string): void => { org.executor.loader.require('Bench').u()[`${method.toLowerCase()}$`]!(); };
const transaction = (body: () => void): void => {
  const { exception } = org.executor.runApi(user!, body);
  if (exception) throw new Error(`${exception.type}: ${exception.message}\n${exception.stackTrace}`);
};
const timed = (action: () => void): number => {
  const started = performance.now();
  action();
  return performance.now() - started;
};

const times = { byId: [] as number[], withParent: [] as number[], insert: [] as number[], commit: [] as number[] };
for (let round = 0; round < WARM_UP + 60; round++) {
  if (round === WARM_UP) for (const each of Object.values(times)) each.length = 0;
  for (const kind of ['byId', 'withParent'] as const) transaction(() => { call('fill'); call('settle'); times[kind].push((timed(() => call(kind)) * 1000) / QUERIES); });
  transaction(() => { times.insert.push(timed(() => call('insertCases'))); });
}
for (let round = 0; round < 5; round++) {
  let ended = 0;
  transaction(() => { call('insertMany'); ended = performance.now(); });
  times.commit.push(performance.now() - ended);
}
printRow({ name: 'SOQL by Id, 200-row delta', value: quantile(times.byId, 0.5), unit: 'µs', budget: 20 });
printRow({ name: 'SOQL by Id with a parent field, 200-row delta', value: quantile(times.withParent, 0.5), unit: 'µs', budget: 30 });
printRow({ name: '200-row insert with an empty trigger', value: quantile(times.insert, 0.5), unit: 'ms', budget: 8 });
printRow({ name: 'commit of 10,000 rows', value: quantile(times.commit, 0.5), unit: 'ms', budget: 150 });

transaction(() => call('insertSome'));
multiply();
const { tree } = parseSoql('SELECT StageName, COUNT(Id), SUM(Amount), MAX(Amount) FROM Opportunity GROUP BY StageName');
const aggregates: number[] = [];
org.executor.runApi(user!, ({ data }) => {
  for (let round = 0; round < 3; round++) aggregates.push(timed(() => { if (data.query(tree, [], { accessLevel: 'system', callerNamespace: null, enforceSharing: false }).records.length !== 2) throw new Error('not two groups'); }) / 1000);
});
printRow({ name: 'aggregate of 1,000,000 rows', value: quantile(aggregates, 0.5), unit: 's', budget: 0.7 });

const tests = Array.from({ length: 400 }, () => timed(() => {
  const { exception } = org.executor.runTest('EmptyTest', 'nothing', user!, false, null);
  if (exception) throw new Error(exception.message);
}));
printRow({ name: 'overhead of a test method', value: quantile(tests, 0.5), unit: 'ms', budget: 0.7 });
org.close();

/** Copies the committed opportunities until there are a million: through DML it would take minutes. */
function multiply(): void {
  const connection = org.store.connect();
  const { database } = connection;
  const columns = (database.prepare('PRAGMA table_info("Opportunity")').all() as unknown as ({ name: string } | [number, string])[]).map(column => (Array.isArray(column) ? column[1] : column.name));
  const names = columns.map(name => `"${name}"`);
  const values = names.map(name => (name === '"Id"' ? `'006' || printf('%015d', copies.n * ${INSERTED} + source.rowid)` : `source.${name}`));
  database.exec(`WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ${MILLION / INSERTED - 1})
    INSERT INTO "Opportunity" (${names.join(', ')}) SELECT ${values.join(', ')} FROM copies, (SELECT row_number() OVER () AS rowid, * FROM "Opportunity") AS source`);
  connection.close();
}
