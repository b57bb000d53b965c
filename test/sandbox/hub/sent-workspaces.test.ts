import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { readWorkspace, sendWorkspace } from '../../../src/exchange/workspace-files.ts';
import { WORKSPACE_LIMITS } from '../../../src/protocol/workspace.ts';
import { refused } from '../rules/support/rule.ts';
import { Bench } from './support/bench.ts';
import type { TestClient } from './support/bench.ts';
import { makeCertificate } from './support/certificate.ts';

const PROJECT = JSON.stringify({ packageDirectories: [{ path: 'force-app' }], namespace: 'acme' });

describe('a workspace that is sent to a server', () => {
  let bench: Bench;
  let lee: TestClient;
  before(async () => {
    bench = await Bench.start({ team: { host: '127.0.0.1', port: 0, tls: makeCertificate() } });
    lee = await bench.connectRemotely('lee');
  });
  after(() => bench.close());
  const folders = (): string[] => (existsSync(join(bench.state, 'workspaces')) ? readdirSync(join(bench.state, 'workspaces')) : []);
  const send = (files: Readonly<Record<string, string>>, id?: string, client = lee): Promise<{ id: string }> => client.request('workspace/send', { files: Object.entries(files).map(([path, text]) => ({ path, text })), ...(id === undefined ? {} : { id }) });
  const run = (id: string, client: TestClient, loginId: string, extra: object = {}): Promise<unknown> => client.request('run/onWorkspaceVersion', { loginId, projects: [], sent: [{ id, namespace: null, folder: '/code/desk' }], code: 'hold', ...extra });

  const strange = ['../x.cls', '/etc/x.cls', 'a/../../x.cls', 'a//x.cls', 'C:/x.cls', 'a\\..\\x.cls', 'a/con.cls', 'a/x.cls.', 'a/x\u0000.cls', 'a/\u202excls', '', '.', `${'a/'.repeat(30)}x.cls`];
  for (const path of strange) it(`takes no file ${JSON.stringify(path.slice(0, 20))}`, () => refused(send({ 'good.cls': '', [path]: '' }), 'invalidParams', null));

  it('takes no file twice, whatever its case, and none where a folder is', async () => {
    const { id } = await send({ 'a/Till.cls': '1', 'b': '2' });
    for (const path of ['a/till.cls', 'A/TILL.CLS', 'a', 'b/x.cls']) await refused(send({ [path]: '' }, id), 'invalidParams', null, /is there already/);
    await refused(send({ 'c/x.cls': '', 'c': '' }, id), 'invalidParams', null);
    await send({ 'a/Other.cls': '3' }, id);
    assert.deepEqual(['a/Till.cls', 'a/Other.cls', 'b'].map(path => readFileSync(join(bench.state, 'workspaces', id, path), 'utf8')), ['1', '3', '2']);
  });

  it('takes no more than it says', async () => {
    const large = 'x'.repeat(WORKSPACE_LIMITS.fileBytes);
    await refused(send({ 'a.cls': `${large}x` }), 'tooLarge', null);
    const { id } = await send({ 'a0.cls': large });
    const parts = WORKSPACE_LIMITS.totalBytes / WORKSPACE_LIMITS.fileBytes;
    for (let part = 1; part < parts - 1; part++) await send({ [`a${part}.cls`]: large }, id);
    await refused(send({ 'b.cls': large }), 'tooLarge', null);
    // It is the developer's, whatever the connection.
    const other = await bench.connectRemotely('lee');
    await refused(send({ 'b.cls': large }, undefined, other), 'tooLarge', null);
  });

  it('is of one connection, and gone with it', async () => {
    const kim = await bench.connectRemotely('kim');
    const { id } = await send({ 'a.cls': '' }, undefined, kim);
    await refused(send({ 'b.cls': '' }, id), 'invalidParams', null, /no workspace of that id/);
    const { id: loginId } = await lee.login();
    await refused(run(id, lee, loginId), 'invalidParams', null, /no workspace of that id/);
    assert.ok(folders().includes(id));
    kim.hub.close();
    while (bench.hub.context.clients.count > 2) await lee.barrier();
    for (let tries = 0; tries < 100 && folders().includes(id); tries++) await lee.barrier();
    assert.ok(!folders().includes(id));
  });

  it('needs a user who may write Apex, a package of the partner, and no folder of the server', async () => {
    const client = await bench.connectRemotely('kim');
    const bo = await client.login('north', 'bo@north.example');
    const project = { 'sfdx-project.json': PROJECT, 'force-app/classes/A.cls': 'public class A {}' };
    await refused(run((await send(project, undefined, client)).id, client, bo.id), 'missingPermission', 'T7');
    const ann = await client.login('north');
    const other = { ...project, 'sfdx-project.json': PROJECT.replace('acme', 'zed') };
    await refused(run((await send(other, undefined, client)).id, client, ann.id), 'projectInvalid', 'D8', /^\/code\/desk has the namespace zed, but your packages in North Clinic are acme/);
    await refused(run((await send({ 'sfdx-project.json': '{' }, undefined, client)).id, client, ann.id), 'projectInvalid', null, /^\/code\/desk\/sfdx-project\.json is no valid JSON/);
    await refused(client.request('run/onWorkspaceVersion', { loginId: ann.id, projects: [join(bench.folder, 'desk')], code: 'hold' }), 'customerOnly', null, /no folders of your machine/);
    await refused(client.request('run/onWorkspaceVersion', { loginId: ann.id, projects: [], code: 'hold' }), 'invalidParams', null);
  });

  it('has the project file and the texts of its packages, and says what it leaves out', async () => {
    const folder = join(bench.folder, 'project');
    const write = (path: string, content: string | Buffer): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app' }, { path: 'ui' }], namespace: 'acme' }));
    write('ui/lwc/x/x.js', 'text');
    for (const path of ['README.md', 'force-app/lwc/x/x.js', 'force-app/node_modules/x.cls', 'force-app/.hidden/x.cls', 'force-app/classes/Ünïcode (1).cls']) write(path, 'text');
    write('force-app/staticresources/image.resource', Buffer.from([0xff, 0xd8, 0xff]));
    symlinkSync('/etc/hostname', join(folder, 'force-app/link.cls'));
    const { files, leftOut } = readWorkspace(folder);
    assert.deepEqual(files.map(each => each.path).sort(), ['force-app/classes/Ünïcode (1).cls', 'sfdx-project.json', 'ui/.empty']);
    assert.deepEqual([...leftOut].sort(), ['force-app/link.cls', 'force-app/staticresources/image.resource']);
    const client = await bench.connectRemotely('mia');
    const { workspace } = await sendWorkspace(client, `acme=${folder}`);
    assert.deepEqual([workspace.namespace, workspace.folder, readdirSync(join(bench.state, 'workspaces', workspace.id)).sort()], ['acme', folder, ['force-app', 'sfdx-project.json', 'ui']]);
    assert.throws(() => readWorkspace(join(folder, 'nowhere')), /there is no such project folder/);
  });

  it('that was sent to a server which died is gone with the next start', async () => {
    assert.ok(folders().length > 0);
    await bench.hub.stop();
    await bench.restart();
    assert.deepEqual(folders(), []);
    assert.deepEqual(bench.errors, []);
  });
});
