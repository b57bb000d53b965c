/**
 * What a customer reads of a debug log says nothing of a managed package but that it was entered (rule T16): random packages, in
 * which every name, text and value is a secret, run at the finest levels in all the ways in which code gets to run.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, describe, it } from 'mocha';
import { committedWork } from '../../src/sandbox/data/queued-work.ts';
import { redactLog } from '../../src/sandbox/hub/log-redaction.ts';
import type { ExecutionResult } from '../../src/sandbox/org/execution/executor.ts';
import { DEFAULT_LEVELS } from '../../src/sandbox/org/execution/log.ts';
import { hideManagedFrames } from '../../src/sandbox/partner/managed-frames.ts';
import { openTestOrg, type TestOrg } from '../support/apex.ts';
import { projectFolder } from '../support/folders.ts';
import { seededRandom } from '../support/random.ts';
import { PackageWriter } from './support/random-package.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 12);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** Characters in a row that tell something. */
const TELLING = 12;
const FINEST = Object.fromEntries(Object.keys(DEFAULT_LEVELS).map(category => [category, 'FINEST'])) as unknown as typeof DEFAULT_LEVELS;

const CUSTOMER = [
  'trigger Own on Account (after insert) { if (Trigger.new.size() == 7) acme.G.go(0); }',
  'public class Held { public acme.G door = new acme.G(); public List<Object> all = new List<Object>{ door }; public Object it = door; public void use(acme.G g) { g.run(2); door = g; } }',
];
/** Names of the platform that packages use, too. */
const PLATFORM = ['System.DmlException: Insert failed', 'System.QueryException', 'System.TypeException'];
/** What a customer's code may do with the package. */
const REQUESTS: readonly string[] = [
  'acme.G.go(1);', "System.debug('Grüße, 東京'); acme.G.go(2);",
  'acme.G g = new acme.G(); g.run(1); Object o = g; List<Object> l = new List<Object>{ g }; Map<String, acme.G> m = new Map<String, acme.G>{ \'k\' => g }; g = null;',
  'Held h = new Held(); h.use(new acme.G());',
  'try { acme.G.fail(); } catch (Exception e) { Integer n = 1; }',
  'acme.G.fail();',
  "insert new acme__T__c(acme__A__c = 'x'); Database.insert(new acme__T__c(acme__A__c = 'refuse'), false);",
  "insert new acme__T__c(acme__A__c = 'refuse');",
  "List<Account> a = new List<Account>(); for (Integer i = 0; i < 7; i++) a.add(new Account(Name = 'n' + i)); insert a; update a;",
  'acme.G.later();',
];

const grams = (text: string): Set<string> => new Set(Array.from({ length: Math.max(0, text.length - TELLING + 1) }, (_, i) => text.slice(i, i + TELLING)));

describe('a customer\'s debug log of random packages', function () {
  this.timeout(120_000);
  const kinds = new Set<string>();
  const events = new Set<string>();

  for (let run = 0; run < RUNS; run++) {
    const seed = SEED * 1000 + run;
    it(`tells nothing of them (seed ${seed})`, () => {
      const { files, values, kinds: used } = new PackageWriter(seededRandom(seed)).write();
      for (const kind of used) kinds.add(kind);
      const folder = projectFolder(Object.fromEntries(files));
      const org = openTestOrg({ projects: [{ directory: folder, namespace: 'acme' }], classes: CUSTOMER, shape: 'traced', certifiedNamespaces: run % 2 === 0 ? ['acme'] : [] });
      try {
        const { diagnostics } = org.compiler.check();
        assert.deepEqual([diagnostics.map(each => `${each.line}: ${each.message}`), org.compiler.metadata.errors], [[], []]);
        org.executor.levels = FINEST;
        const own = grams([...CUSTOMER, ...PLATFORM, ...REQUESTS.map(code => `Execute Anonymous: ${code}`)].join('\n'));
        const secrets = new Set([...files.values(), ...values].flatMap(text => [...grams(text)]).filter(gram => !own.has(gram)));
        for (const [what, { log, logSpans }] of requestsTo(org)) {
          for (const [, event] of log.matchAll(/^\S+ \(\d+\)\|(\w+)/gm)) events.add(event!);
          const seen = hideManagedFrames(redactLog(Buffer.from(log), logSpans, []), ['acme']);
          const told = [...grams(seen)].find(gram => secrets.has(gram));
          assert.equal(told === undefined ? null : `${JSON.stringify(told)} in ${what}: ${seen.split('\n').find(line => line.includes(told.split('\n')[0]!)) ?? told}`, null);
        }
      } finally {
        org.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  after(() => {
    // Whoever runs few of them sees few.
    if (RUNS < 12) return;
    assert.ok(kinds.size >= 20, [...kinds].join());
    for (const event of ['ENTERING_MANAGED_PKG', 'VARIABLE_ASSIGNMENT', 'VALIDATION_RULE', 'WF_CRITERIA_BEGIN', 'WF_FIELD_UPDATE', 'SOQL_EXECUTE_BEGIN', 'SOSL_EXECUTE_BEGIN', 'DML_BEGIN', 'EXCEPTION_THROWN', 'FATAL_ERROR', 'USER_DEBUG', 'METHOD_ENTRY', 'CONSTRUCTOR_ENTRY', 'CODE_UNIT_STARTED']) {
      assert.ok(event === 'ENTERING_MANAGED_PKG' || events.has(event), `${event} was in no log`);
    }
  });
});

function* requestsTo(org: TestOrg): Generator<readonly [string, ExecutionResult]> {
  for (const code of REQUESTS) yield [code, org.run(code)];
  const [user] = org.users;
  yield ['REST', org.executor.runRest('acme.R', 'get$', user!, () => [], value => value).result];
  const connection = org.store.connect();
  try {
    for (let work = committedWork(org.store, connection); work.length > 0; work = committedWork(org.store, connection)) {
      for (const { id } of work) {
        const result = org.executor.runWork(id, () => user!);
        if (result) yield ['a job', result];
      }
    }
  } finally {
    connection.close();
  }
}
