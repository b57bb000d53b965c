import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { WorkspaceComparison } from '../../../src/protocol/partner.ts';
import { sendWorkspace } from '../../../src/exchange/workspace-files.ts';
import { WireError } from '../../../src/protocol/errors.ts';
import { makeCertificate } from '../hub/support/certificate.ts';
import { RealOrg } from './support/real-org.ts';

const TILL = `global class Till {
  global static void sell(Integer n) {
    Account a = new Account(Name = 'Sold ' + n, NumberOfEmployees = n);
    insert a;
    System.debug('sold ' + n);
  }
  global static Integer rate(Integer n) {
    if (n > 5) throw new IllegalArgumentException('too many');
    return n;
  }
}`;
const OBJECT = '<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Sale</label><pluralLabel>Sales</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel></CustomObject>';

describe('a request on the workspace version', function () {
  this.timeout(120_000);
  let org: RealOrg;
  let workspace: string;
  const write = (file: string, text: string): void => {
    const path = join(workspace, 'force-app', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const compare = (extra: object = {}): Promise<WorkspaceComparison> => org.kim.request('run/onWorkspaceVersion', { loginId: org.login.id, projects: [workspace], ...extra });

  before(async () => {
    org = await RealOrg.start({ files: { 'classes/Till.cls': TILL }, team: { host: '127.0.0.1', port: 0, tls: makeCertificate() } });
    workspace = join(org.folder, 'workspace');
    mkdirSync(workspace);
    writeFileSync(join(workspace, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app' }], namespace: 'acme' }));
    write('classes/Till.cls', TILL.replace("NumberOfEmployees = n", "NumberOfEmployees = n * 2, Site = 'X'").replace("'sold '", "'sold (new) '").replace('n > 5', 'n > 50'));
    write('objects/Sale__c/Sale__c.object-meta.xml', OBJECT);
  });
  after(() => org.close());

  it('says that nothing was run yet', () => assert.rejects(compare(), /Nothing was run in this org yet/));

  it('compares records and log of the last request, and commits nothing', async () => {
    await org.output('acme.Till.sell(3);');
    const before = await org.query('SELECT Id, Name, NumberOfEmployees FROM Account');
    const { installed, workspace: after, changes, markdown } = await compare();
    assert.deepEqual([installed.success, after.success], [true, true]);
    assert.deepEqual(installed.changes?.map(({ object, kind, fields }) => [object, kind, fields['NumberOfEmployees']]), [['Account', 'inserted', [null, 3]]]);
    assert.deepEqual(changes, ['new Account 1: NumberOfEmployees: 3 → 6', 'new Account 1: Site: none → X', 'No longer logged: sold 3', 'Now logged: sold (new) 3']);
    assert.match(markdown, /\| new Account 1: NumberOfEmployees \| 3 \| 6 \|/);
    assert.match(markdown, /^- USER_DEBUG\|\[5\]\|DEBUG\|sold 3$/m);
    assert.match(markdown, /^\+ USER_DEBUG\|\[5\]\|DEBUG\|sold \(new\) 3$/m);
    assert.match(markdown, /Desk: 1 of the workspace's classes and triggers differ \(Till\.cls\)\./);
    assert.deepEqual(await org.query('SELECT Id, Name, NumberOfEmployees FROM Account'), before);
    assert.deepEqual(readdirSync(join(org.bench.state, 'throw-away')), []);
    assert.deepEqual(readdirSync(join(org.bench.state, 'orgs', org.login.org.id)).filter(each => each.startsWith('snapshot')), []);
  });

  it('compares exceptions of code that is given, which the org itself never runs', async () => {
    const { installed, workspace: after, changes } = await compare({ code: 'insert new Account(Name = \'n\'); System.debug(acme.Till.rate(10));' });
    assert.deepEqual([installed.exception?.message, after.exception], ['too many', null]);
    assert.deepEqual([installed.changes, after.changes?.length], [[], 1]);
    assert.deepEqual(changes.slice(0, 2), ['Outcome: failed → succeeded', 'Exception: System.IllegalArgumentException: too many → none']);
    assert.equal((await org.query("SELECT Id FROM Account WHERE Name = 'n'")).length, 0);
  });

  it('is the same for a developer elsewhere, who sends the workspace', async () => {
    const lee = await org.bench.connectRemotely('lee');
    const { id: loginId } = await lee.login();
    const remote = async (code: string): Promise<WorkspaceComparison> => lee.request('run/onWorkspaceVersion', { loginId, projects: [], sent: [(await sendWorkspace(lee, workspace)).workspace], code });
    const code = 'acme.Till.sell(3);';
    const [here, there] = [await compare({ code }), await remote(code)];
    assert.deepEqual([there.changes, there.markdown], [here.changes, here.markdown]);
    assert.equal(there.changes[0], 'new Account 1: NumberOfEmployees: 3 → 6');
    write('classes/Broken.cls', 'public class Broken { Integer a = nope; }');
    try {
      const { markdown } = await remote(code);
      assert.match(markdown, /has 1 compile error\*\*, the first in Broken\.cls, line 1/);
      assert.ok(!markdown.includes(org.bench.state));
    } finally {
      rmSync(join(workspace, 'force-app/classes/Broken.cls'));
    }
    assert.deepEqual(readdirSync(join(org.bench.state, 'workspaces')), []);
  });

  it('knows metadata of the workspace version in its copy alone', async () => {
    const code = "System.debug(Schema.getGlobalDescribe().containsKey('acme__sale__c'));";
    const { changes } = await compare({ code });
    assert.deepEqual(changes, ['No longer logged: false', 'Now logged: true']);
    assert.deepEqual(await org.output(code), ['false']);
  });

  it('differs in nothing that follows from clock and chance', async () => {
    const { changes, markdown } = await compare({ code: "insert new Account(Name = String.valueOf(Crypto.getRandomInteger()) + System.now().getTime() + Math.random()); System.debug([SELECT Id, Name, CreatedDate FROM Account]);" });
    assert.deepEqual(changes, []);
    assert.match(markdown, /## Records\n\nNo difference\.\n\n## Debug log\n\nNo difference\./);
  });

  it('runs none of the jobs that the request queues', async () => {
    write('classes/Job.cls', 'global class Job implements Queueable { global void execute(QueueableContext c) { insert new Account(Name = \'job\'); } global static void queue() { System.enqueueJob(new Job()); } }');
    const { installed, workspace: after } = await compare({ code: 'acme.Job.queue();' });
    assert.equal(installed.compileErrors.length, 1);
    assert.deepEqual(after.changes?.map(({ object, kind }) => [object, kind]), [['AsyncApexJob', 'inserted']]);
  });

  it('tells of compile errors of the workspace version', async () => {
    write('classes/Broken.cls', 'public class Broken { Integer a = nope; }');
    const { markdown } = await compare({ code: 'System.debug(1);' });
    assert.match(markdown, /The workspace version has 1 compile error\*\*, the first in Broken\.cls, line 1: Variable does not exist: nope/);
  });

  it('refuses a project of no installed package', async () => {
    await assert.rejects(compare({ projects: [`other=${workspace}`] }), (error: unknown) => error instanceof WireError && error.data.id === 'projectInvalid' && /has the namespace other, but North Clinic has packages acme\./.test(error.message));
    assert.equal(existsSync(join(org.bench.state, 'throw-away')), true);
  });
});
