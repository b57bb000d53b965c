import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { BundleManifest } from '../../../src/exchange/bundle/manifest.ts';
import { readBundle } from '../../../src/exchange/bundle/read-bundle.ts';
import { SF_VARIABLE } from '../../../src/cli/data/salesforce-cli.ts';
import { runCli } from '../../support/cli.ts';
import type { CliOutcome } from '../../support/cli.ts';
import { FakeSalesforce, TOKEN } from '../../support/salesforce/fake-salesforce.ts';
import { ids } from '../../support/salesforce/replies.ts';

describe('a real org, through the Salesforce CLI', function () {
  this.timeout(60_000);
  let folder: string;
  let org: FakeSalesforce;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sf-'));
    org = await FakeSalesforce.start(folder);
  });
  after(() => {
    org.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let work: string;
  beforeEach(() => { work = mkdtempSync(join(folder, 'work-')); });
  afterEach(() => {
    org.sayOfLogin({});
    org.refusals.clear();
  });

  /** What it prints and writes never has the token. */
  async function cli(...args: readonly string[]): Promise<CliOutcome> {
    const outcome = await runCli(args, { cwd: work, env: { [SF_VARIABLE]: org.program } });
    assert.ok(!(outcome.out + outcome.err).includes(TOKEN));
    for (const entry of readdirSync(work, { recursive: true, withFileTypes: true })) if (entry.isFile()) assert.ok(!readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(TOKEN), entry.name);
    return outcome;
  }
  const readJson = (path: string): { records: readonly Readonly<Record<string, unknown>>[] } => JSON.parse(readFileSync(join(work, path), 'utf8')) as never;

  describe('data export', () => {
    const query = "SELECT Id, Name, Key__c, ParentId, CreatedDate FROM Account WHERE Id IN ('0015')";

    it('writes sObject tree files with a plan: parents first', async () => {
      const { code, out, err } = await cli('data', 'export', '-o', 'harbor', '-q', query, '-q', `SELECT Id, LastName, AccountId FROM Contact WHERE Id IN ('${ids.ann}')`);
      assert.deepEqual([code, out], [0, 'Exported 3 records from harbor to data-export.\n']);
      assert.match(err, /Account\.CreatedDate can't be set in another org and is left out/);
      assert.deepEqual(readdirSync(join(work, 'data-export')), ['001-Account.json', '002-Account.json', '003-Contact.json', 'plan.json']);
      assert.deepEqual(readJson('data-export/001-Account.json').records, [{ attributes: { type: 'Account', referenceId: ids.parent }, Name: 'Grandmother Holding' }]);
      assert.deepEqual(readJson('data-export/002-Account.json').records, [{ attributes: { type: 'Account', referenceId: ids.harbor }, Name: 'Harbor Foods International', ParentId: `@${ids.parent}`, Key__c: 'HF-1' }]);
      assert.deepEqual(readJson('data-export/003-Contact.json').records[0]?.['AccountId'], `@${ids.harbor}`);
    });

    it('writes CSV with external ids where parents have one', async () => {
      const { code } = await cli('data', 'export', '-o', 'harbor', '--format', 'csv', '-q', query, '-q', `SELECT Id, LastName, AccountId FROM Contact WHERE Id IN ('${ids.ann}')`, '-d', 'out');
      assert.equal(code, 0);
      assert.equal(readFileSync(join(work, 'out/Contact.csv'), 'utf8'), 'LastName,Account.Key__c\nFeatherstonehaugh,HF-1\n');
    });

    it('masks, and reads page by page', async () => {
      const { code, out } = await cli('data', 'export', '-o', 'harbor', '--mask', 'personal', '-q', 'SELECT Id, LastName, Email FROM Contact', '-d', 'out');
      assert.deepEqual([code, out], [0, 'Exported 252 records from harbor to out, masked (personal).\n']);
      assert.deepEqual(readdirSync(join(work, 'out')), ['001-Contact.json', '002-Contact.json', 'plan.json']);
      const text = readdirSync(join(work, 'out')).map(name => readFileSync(join(work, 'out', name), 'utf8')).join('');
      assert.deepEqual(['Featherstonehaugh', 'Marmaduke', 'harbor.example'].filter(secret => text.includes(secret)), []);
    });

    const unusable: readonly (readonly [readonly string[], RegExp])[] = [
      [['-o', 'harbor'], /Say which records/],
      [['-o', 'harbor', '-q', 'SELECT Id FROM Nothing'], /harbor refused \/services\/data\/v64\.0\/query \(400\): sObject type 'Nothing' is not supported/],
      [['-o', 'harbor', '-q', query, '--mask', 'all'], /--mask all: there are personal, text/],
      [['-o', 'harbor', '-q', query, '--format', 'xml'], /--format xml: there are tree, csv/],
      [['-o', 'harbor', '-q', query, '-d', 'full'], /--output full is there already/],
      [['-o', 'other', '-q', query], /No authorization information found/],
      [['-o', '--json;rm', '-q', query], /is ambiguous|is no alias or user name/],
    ];
    for (const [args, message] of unusable) {
      it(`can't run ${args.join(' ')}`, async () => {
        mkdirSync(join(work, 'full'));
        writeFileSync(join(work, 'full', 'x'), '');
        const { code, err } = await cli('data', 'export', ...args);
        assert.equal(code, 2);
        assert.match(err, message);
      });
    }
  });

  describe('the login', () => {
    const read = (): Promise<CliOutcome> => cli('data', 'export', '-o', 'harbor', '-q', 'SELECT Id, Name FROM Account', '--json');
    it('is read where newer versions show the token', async () => {
      org.sayOfLogin({ accessToken: "[REDACTED] Use 'sf org auth show-access-token' to view" }, { accessToken: TOKEN });
      assert.equal((await read()).code, 0);
    });
    it('that has no token is told', async () => {
      org.sayOfLogin({ accessToken: undefined });
      assert.match((await read()).err, /"sf org auth show-access-token": no such command/);
    });
    it('that is over is told', async () => {
      org.sayOfLogin({ accessToken: `${TOKEN}x` });
      const { code, out } = await read();
      assert.deepEqual([code, JSON.parse(out)], [2, { error: 'The login to harbor is no longer good. Log in again: sf org login web --alias harbor' }]);
    });
    it('goes over no open line', async () => {
      org.sayOfLogin({ instanceUrl: 'http://harbor.my.salesforce.com' });
      assert.match((await read()).err, /is no https address/);
    });
    it('needs the Salesforce CLI', async () => {
      const { code, err } = await runCli(['data', 'export', '-o', 'harbor', '-q', 'x'], { cwd: work, env: { [SF_VARIABLE]: join(work, 'nothing') } });
      assert.equal(code, 2);
      assert.match(err, /The Salesforce CLI \(sf\) is not on the PATH/);
    });
  });

  describe('bundle', () => {
    const bundle = (...args: readonly string[]): Promise<CliOutcome> => cli('bundle', '--target-org', 'harbor', '--record', ids.order, ...args);

    it('packs the record, its relations to a depth, packages and metadata, masked', async () => {
      const { code, out, err } = await bundle('--depth', '2');
      assert.equal(code, 0, err);
      assert.match(out, /Harbor Foods \(00D5g0000000001EAA\)\nPackages: Desk 1\.2, Zed Scores 3\.0\.7\nRecords: 1 acme__Order__c, 2 Account, 1 acme__Line__c, 2 Contact; every text masked\n/);
      assert.match(out, /Nothing was sent to anybody/);
      const { manifest, texts } = readBundle(join(work, 'support-bundle'));
      const { roots, depth, mask, records, user, packages, notes } = manifest as BundleManifest;
      assert.deepEqual([roots, depth, mask, records, user], [[ids.order], 2, 'text', { acme__Order__c: 1, Account: 2, acme__Line__c: 1, Contact: 2 }, { profile: 'Warehouse', timeZone: 'Europe/Berlin', locale: 'de_DE' }]);
      assert.deepEqual(packages[0], { namespace: 'acme', name: 'Desk', version: '1.2', license: { status: 'Active', seats: 5, expiresAt: null } });
      assert.deepEqual([...texts.keys()].filter(name => name.startsWith('objects/')).sort(), ['objects/Account.json', 'objects/Contact.json', 'objects/acme__Line__c.json', 'objects/acme__Order__c.json']);
      assert.deepEqual(notes.filter(each => /circle|RecordTypeId/.test(each)), []);
      const written = [...texts].filter(([name]) => name.startsWith('records/0')).map(([, text]) => (JSON.parse(text) as { records: Record<string, unknown>[] }).records).flat();
      assert.deepEqual(written.filter(each => 'Id' in each), [
        { attributes: { type: 'Contact' }, Id: `@${ids.bob}`, AccountId: `@${ids.harbor}`, ReportsToId: `@${ids.ann}` },
        { attributes: { type: 'Contact' }, Id: `@${ids.ann}`, AccountId: `@${ids.harbor}` },
      ]);
      assert.deepEqual(written.flatMap(each => each['RecordType.DeveloperName'] ?? []), ['Grocer']);
      assert.ok(notes.some(each => /Secret__c by Account__c is left out: .*404/.test(each)), notes.join('\n'));
      const all = [...texts.values()].join('');
      assert.deepEqual(['Featherstonehaugh', 'Wilhelmina', 'Harbor Foods International', 'Marmaduke', '5551234', 'harbor.example', 'chocolate'].filter(secret => all.includes(secret)), []);
      assert.ok(all.includes('Retail') && all.includes('99.95'), 'picklists and numbers stay');
      assert.deepEqual([...texts.keys()].filter(name => name.startsWith('code/')), []);
    });

    it('brings the parents that a record can\'t be without, however deep', async () => {
      const { code } = await cli('bundle', '-o', 'harbor', '--record', ids.line.slice(0, 15), '--depth', '0', '-d', 'b');
      assert.equal(code, 0);
      assert.deepEqual((readBundle(join(work, 'b')).manifest as BundleManifest).records, { acme__Line__c: 1, acme__Order__c: 1 });
    });

    it('packs a zip file, unmasked and with code, where that is wanted', async () => {
      const { code, out } = await bundle('--output', 'b.zip', '--mask', 'none', '--code', '--json');
      assert.equal(code, 0);
      assert.equal((JSON.parse(out) as BundleManifest).mask, 'none');
      const { texts } = readBundle(join(work, 'b.zip'));
      assert.deepEqual([...texts.keys()].filter(name => name.startsWith('code/')), ['code/AccountNote.trigger', 'code/Helper.cls']);
      assert.ok([...texts.values()].join('').includes('Featherstonehaugh'));
      assert.match((await bundle('--output', 'b.zip')).err, /is there already/);
    });

    it('stays within its bounds, and says so', async () => {
      const { code, out } = await cli('bundle', '-o', 'harbor', '--record', ids.parent, '--depth', '1', '-d', 'b');
      assert.equal(code, 0);
      assert.match(out, /Not all of Contact by AccountId are in it: 200 at most/);
      const { err } = await cli('bundle', '-o', 'harbor', '--record', ids.parent, '--max-records', '50', '-d', 'c', '--max-size', '50');
      assert.equal(err, '');
      assert.deepEqual((readBundle(join(work, 'c')).manifest as BundleManifest).records, { Account: 1, Contact: 49 });
    });

    it('goes on without what the user may not read', async () => {
      org.refusals.set('/tooling/query', [403, '[{"errorCode":"INSUFFICIENT_ACCESS","message":"no tooling"}]']);
      const { code, out } = await bundle();
      assert.equal(code, 0);
      assert.match(out, /Packages: none\n[\s\S]*Without installed packages: harbor refused .* no tooling/);
    });

    const unusable: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /Say which org and record/],
      [['-o', 'harbor', '--record', "a00'OR'1'='1"], /is no record id/],
      [['-o', 'harbor', '--record', 'zzz5g00000Order1AA'], /no object whose ids begin with zzz/],
      [['-o', 'harbor', '--record', 'a005g00000Order9AA'], /no such acme__Order__c, or you may not see it/],
      [['-o', 'harbor', '--record', ids.order, '--depth', '9'], /--depth is "9", but must be a number up to 5/],
      [['-o', 'harbor', '--record', ids.order, '--max-size', '0'], /--max-size is "0"/],
      [['close'], /Say what: isv-debugger bundle/],
    ];
    for (const [args, message] of unusable) {
      it(`can't run ${args.join(' ')}`, async () => {
        const { code, err } = await cli('bundle', ...args);
        assert.equal(code, 2);
        assert.match(err, message);
      });
    }
  });
});
