/** Files are read inside the project that names them, and nowhere else. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { refused } from '../rules/support/rule.ts';
import { RealOrg } from '../runner/support/real-org.ts';

describe('paths', function () {
  this.timeout(60_000);
  let org: RealOrg;
  let outside: string;
  let project: string;
  before(async () => { org = await RealOrg.start(); });
  after(() => org.close());
  beforeEach(() => {
    outside = realpathSync(mkdtempSync(join(tmpdir(), 'isv-outside-')));
    writeFileSync(join(outside, 'Secret.cls'), 'public class Secret { public static String text = \'hunter2\'; }');
    writeFileSync(join(outside, 'Secret__c.object-meta.xml'), '<CustomObject><label>hunter2</label></CustomObject>');
    writeFileSync(join(outside, 'secret.json'), '{ "records": [ { "attributes": { "type": "Account" }, "Name": "hunter2" } ] }');
    project = realpathSync(mkdtempSync(join(tmpdir(), 'isv-project-')));
    mkdirSync(join(project, 'force-app', 'classes'), { recursive: true });
    writeFileSync(join(project, 'sfdx-project.json'), '{ "packageDirectories": [ { "path": "force-app" } ] }');
    writeFileSync(join(project, 'force-app', 'classes', 'Own.cls'), 'public class Own { public static Integer one() { return 1; } }');
  });
  afterEach(() => {
    for (const folder of [outside, project]) rmSync(folder, { recursive: true, force: true });
  });

  const open = (data: string[] = []): ReturnType<typeof org.kim.request<'org/openProject'>> => org.kim.request('org/openProject', { projects: [project], data });

  it('security 14: a link that leads outside the project is left out and told of; one inside is followed', async () => {
    const classes = join(project, 'force-app', 'classes');
    symlinkSync(join(outside, 'Secret.cls'), join(classes, 'Secret.cls'));
    symlinkSync(outside, join(classes, 'folder'));
    symlinkSync(join(outside, 'Secret__c.object-meta.xml'), join(project, 'force-app', 'Secret__c.object-meta.xml'));
    symlinkSync(join(project, 'nowhere.cls'), join(classes, 'Broken.cls'));
    mkdirSync(join(project, 'shared'));
    writeFileSync(join(project, 'shared', 'Shared.cls'), 'public class Shared { public static Integer two() { return 2; } }');
    symlinkSync(join(project, 'shared', 'Shared.cls'), join(classes, 'Shared.cls'));
    const { check, login } = await open();
    const told = check.problems.map(({ path, message }) => `${path.slice(project.length + 1)} ${message}`);
    assert.deepEqual(told.filter(each => each.includes('link: leads outside the project')).map(each => each.split(' ')[0]).toSorted((a, b) => (a! < b! ? -1 : 1)), ['force-app/Secret__c.object-meta.xml', 'force-app/classes/Broken.cls', 'force-app/classes/Secret.cls', 'force-app/classes/folder']);
    assert.equal(told.length, 4);
    assert.deepEqual(await org.output('System.debug(Own.one() + Shared.two());', login), ['3']);
    const result = await org.anonymous('System.debug(Secret.text);', login);
    assert.match(result.compileErrors[0]?.message ?? '', /Variable does not exist: Secret/);
  });

  it('security 14: a project file below leads nowhere else either', async () => {
    writeFileSync(join(project, 'force-app', 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: `../../${outside.split('/').at(-1)}` }] }));
    await refused(open(), 'projectInvalid', null, /the package directory .* lies outside the project/);
    writeFileSync(join(project, 'force-app', 'sfdx-project.json'), '{');
    await refused(open(), 'projectInvalid', null, /force-app\/sfdx-project\.json is no valid JSON/);
  });

  it('security 14: a plan imports what lies beside it', async () => {
    const plan = join(project, 'plan.json');
    for (const name of [join(outside, 'secret.json'), `../${outside.split('/').at(-1)}/secret.json`, 'link.json', '../nothing.json']) {
      rmSync(join(project, 'link.json'), { force: true });
      symlinkSync(join(outside, 'secret.json'), join(project, 'link.json'));
      writeFileSync(plan, JSON.stringify([{ files: [name] }]));
      await refused(open([plan]), 'dataInvalid', null, /plan\.json:1: files: ".*" lies outside the plan's folder/);
    }
    writeFileSync(join(project, 'data.json'), '{ "records": [ { "attributes": { "type": "Account" }, "Name": "mine" } ] }');
    writeFileSync(plan, JSON.stringify([{ files: ['data.json'] }]));
    const { login } = await open([plan]);
    assert.deepEqual(await org.output('System.debug([SELECT Name FROM Account].Name);', login), ['mine']);
  });

  it('security 14: the debugger shows the source of what is installed, not files', async () => {
    const session = await org.acquire();
    for (const path of ['/etc/passwd', '../../../etc/passwd', join(outside, 'Secret.cls'), org.bench.hub.discovery.worldFile ?? '', join(org.bench.state, 'hub.json')]) {
      await refused(org.kim.request('debug/source', { sessionId: session.id, path }), 'unknownSource', null, /is not installed in the org/);
      const { breakpoints } = await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line: 1 }] });
      assert.equal(breakpoints[0]?.verified, false);
      assert.ok(!JSON.stringify(breakpoints).includes('hunter2'));
    }
    await org.kim.request('session/end', { sessionId: session.id });
  });

  for (const path of ['/services/../../../../etc/passwd', '/services/apexrest/../../x', '/services/data/v60.0/sobjects/..%2f..%2fetc', '/services/data/v60.0/sobjects/Account/..%2f..%2fhub.json', '/services/data/v60.0/../../../state/hub.json']) {
    it(`security 14: a request for ${path} leads nowhere`, async () => {
      const answer = await org.kim.request('run/request', { loginId: org.login.id, method: 'GET', path }).then(result => result.response?.status ?? 0, (error: unknown) => (error as { data: { id: string } }).data.id);
      assert.ok(answer === 404 || answer === 'invalidParams', String(answer));
    });
  }
});
