import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, before, describe, it } from 'mocha';
import { HubClient } from '../../src/protocol/client.ts';
import { DEVELOPER_TOKEN_VARIABLE } from '../../src/protocol/environment.ts';
import { startHub } from '../../src/sandbox/hub/start.ts';
import type { RunningHub } from '../../src/sandbox/hub/start.ts';
import { GitProject } from '../sandbox/hub/support/git-project.ts';
import { Adapter } from '../support/dap/adapter.ts';

const TAGGED = {
  'Till.cls': 'global class Till {\n  global static Integer sum(Integer a, Integer b) {\n    Integer total = a + b;\n    return total;\n  }\n}\n',
  'Same.cls': 'global class Same {\n  global static Integer one() {\n    return Till.sum(0, 1);\n  }\n}\n',
  'OldName.cls': 'global class OldName {\n  global static String tell() {\n    String text = \'told\';\n    return text;\n  }\n}\n',
} as const;
const ADMIN = { userName: 'ann@north.example', name: 'Ann', profile: 'System Administrator', permissions: ['AuthorApex', 'ApiEnabled', 'ModifyAllData'] };

describe('adapter: the installed version', function () {
  this.timeout(120_000);
  let folder: string;
  let state: string;
  let hub: RunningHub;
  let token: string;
  let project: GitProject;
  let adapter: Adapter;
  const workspaceFile = (name: string): string => join(project.folder, 'force-app', 'classes', name);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'isv-installed-'));
    state = join(folder, 'state');
    project = new GitProject(join(folder, 'desk'));
    project.write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app' }], namespace: 'acme' }));
    for (const [name, text] of Object.entries(TAGGED)) project.write(`force-app/classes/${name}`, text);
    project.tag('v1.2');
    // The workspace goes on: two lines more, one changed, one file with another name.
    project.write('force-app/classes/Till.cls', `// Licensed to nobody.\n// Since today.\n${TAGGED['Till.cls'].replace('return total;', 'return total * 2;')}`);
    project.run('mv', 'force-app/classes/OldName.cls', 'force-app/classes/NewName.cls');
    project.write('force-app/classes/NewName.cls', TAGGED['OldName.cls'].replace('OldName', 'NewName'));
    project.commit();
    const world = join(folder, 'world.json');
    writeFileSync(world, JSON.stringify({
      partner: { name: 'Acme', namespace: 'acme', engineers: [{ userName: 'kim@acme.example', name: 'Kim', permissions: ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex'] }] },
      packages: [{ namespace: 'acme', name: 'Desk', version: '1.2', git: { repository: 'desk', tag: 'v1.2' } }],
      orgs: [{ name: 'North', alias: 'north', kind: 'full', packages: ['acme@1.2'], users: [ADMIN], grants: [{ user: ADMIN.userName, duration: '1 week' }] }],
    }));
    hub = await startHub({ state, world });
    const client = await HubClient.connect(hub.discovery);
    ({ token } = await client.request('developer/signIn', { userName: 'kim@acme.example' }));
    client.close();
  });
  after(async () => {
    await hub.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await adapter.request('disconnect');
    await adapter.close();
  });

  async function start(run: string): Promise<void> {
    adapter = new Adapter({ stateDirectory: state, environment: { [DEVELOPER_TOKEN_VARIABLE]: token } });
    await adapter.start('launch', { org: 'north', project: project.folder, run: { anonymous: run } });
  }

  const setBreakpoints = (path: string, ...lines: number[]) => adapter.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', { source: { path }, breakpoints: lines.map(line => ({ line })) });

  async function topFrame(): Promise<DebugProtocol.StackFrame> {
    const { body } = await adapter.expectStopped('breakpoint');
    return (await adapter.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId: body.threadId })).stackFrames[0]!;
  }

  it('binds where it is in the installed source, says which, and shows that source', async () => {
    await start('acme.Till.sum(1, 2);');
    const { breakpoints } = await setBreakpoints(workspaceFile('Till.cls'), 5, 6);
    assert.deepEqual(breakpoints.map(({ verified, line, message }) => [verified, line, message]), [
      [true, 5, 'The installed version (acme 1.2, tag v1.2) differs from this file; bound at its line 3.'],
      [false, undefined, 'The installed version (acme 1.2, tag v1.2) differs from this file and does not have this line.'],
    ]);
    await adapter.request('configurationDone');
    const frame = await topFrame();
    assert.equal(frame.line, 3);
    assert.ok((frame.source?.sourceReference ?? 0) > 0);
    const { content } = await adapter.request<DebugProtocol.SourceResponse['body']>('source', { source: frame.source, sourceReference: frame.source?.sourceReference });
    assert.equal(content, TAGGED['Till.cls']);
    // One set in the installed source itself.
    const again = await adapter.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', { source: frame.source, breakpoints: [{ line: 4 }] });
    assert.deepEqual(again.breakpoints.map(({ verified, line, message }) => [verified, line, message]), [[true, 4, undefined]]);
  });

  it('binds and stops in a document of View Managed Code', async () => {
    await start('acme.Till.sum(1, 2);');
    const installed = join(state, 'packages', `acme-1.2-${project.head('v1.2').slice(0, 12)}`, 'force-app', 'classes', 'Till.cls');
    // As VS Code writes the address: its query encoded once more.
    const path = `isv-subscriber:/North/Till.cls?${encodeURIComponent(new URLSearchParams({ kind: 'code', id: installed, login: 'x' }).toString())}`;
    const { breakpoints } = await setBreakpoints(path, 3);
    assert.deepEqual(breakpoints.map(({ verified, line, message, source }) => [verified, line, message, source?.path]), [[true, 3, undefined, path]]);
    await adapter.request('configurationDone');
    const frame = await topFrame();
    assert.deepEqual([frame.source?.path, frame.source?.sourceReference, frame.line], [path, undefined, 3]);
  });

  it('stays in the workspace where both are the same', async () => {
    await start('acme.Same.one();');
    const { breakpoints } = await setBreakpoints(workspaceFile('Same.cls'), 3);
    assert.deepEqual(breakpoints.map(({ verified, message }) => [verified, message]), [[true, undefined]]);
    await adapter.request('configurationDone');
    assert.equal((await topFrame()).source?.path, workspaceFile('Same.cls'));
  });

  it('finds a file by the name it had in the commit that built the version', async () => {
    await start('acme.OldName.tell();');
    const { breakpoints } = await setBreakpoints(workspaceFile('NewName.cls'), 4);
    assert.deepEqual(breakpoints.map(({ verified, message }) => [verified, message]), [[true, 'The installed version (acme 1.2, tag v1.2) differs from this file; bound at its line 4.']]);
    await adapter.request('configurationDone');
    const frame = await topFrame();
    assert.deepEqual([frame.source?.name, frame.line], ['OldName.cls', 4]);
  });

  it('offers places by the lines of the workspace', async () => {
    await start('acme.Till.sum(1, 2);');
    const { breakpoints } = await adapter.request<DebugProtocol.BreakpointLocationsResponse['body']>('breakpointLocations', { source: { path: workspaceFile('Till.cls') }, line: 1, endLine: 8 });
    assert.deepEqual(breakpoints.map(({ line }) => line), [5]);
  });
});
