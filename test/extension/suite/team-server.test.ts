import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { HubClient } from '../../../src/protocol/client.ts';
import type { DiscoveryFile } from '../../../src/protocol/discovery.ts';
import { makeCertificate } from '../../sandbox/hub/support/certificate.ts';
import { activeApi, until, workspaceRoot } from './api.ts';

const SETTING = 'isvDebugger.server';

describe("a team's server", function () {
  this.timeout(60_000);
  let api: ExtensionApi;
  let folder: string;
  let server: ChildProcess;
  let operator: HubClient;
  let url: string;
  const askInput = vscode.window.showInputBox;
  const answer = (text: string): void => { (vscode.window as { showInputBox: unknown }).showInputBox = () => Promise.resolve(text); };

  before(async () => {
    api = await activeApi();
    folder = mkdtempSync(join(tmpdir(), 'isv-team-'));
    server = await startServer(folder);
    const discovery = JSON.parse(readFileSync(join(folder, 'hub.json'), 'utf8')) as DiscoveryFile;
    operator = await HubClient.connect(discovery);
    url = `ws://127.0.0.1:${discovery.teamPort}`;
  });
  after(async () => {
    (vscode.window as { showInputBox: unknown }).showInputBox = askInput;
    await vscode.workspace.getConfiguration().update(SETTING, undefined, vscode.ConfigurationTarget.Global);
    await until('the world of this machine', () => api.sandbox.world?.server === null && api.sandbox.state === 'ready', api.sandbox.onDidChange);
    operator.close();
    server.stdin?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  async function startServer(state: string, ...more: string[]): Promise<ChildProcess> {
    const extension = vscode.extensions.getExtension('isv-debugger.isv-customer-debugger');
    const child = spawn(process.execPath, [join(extension?.extensionPath ?? '', 'dist', 'hub.mjs'), '--state', state, '--world', join(workspaceRoot(), 'world.json'), '--host', '127.0.0.1', '--exit-with-stdin', ...more], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => { if (chunk.includes('Listening')) resolve(); });
      child.once('exit', code => reject(new Error(`The server ended with ${code ?? 'a signal'}.`)));
    });
    return child;
  }

  it('is what the setting names; without a token nobody is signed in', async () => {
    await vscode.workspace.getConfiguration().update(SETTING, url, vscode.ConfigurationTarget.Global);
    await until('the sign-in request', () => api.sandbox.world?.server === url && api.sandbox.state === 'notSignedIn', api.sandbox.onDidChange);
    assert.deepEqual(api.orgTree.getChildren(), []);
  });

  it('takes no wrong token', async () => {
    answer('wrong');
    await vscode.commands.executeCommand('isvDebugger.signIn').then(undefined, () => undefined);
    assert.equal(api.sandbox.state, 'notSignedIn');
    assert.match(api.sandbox.failure, /doesn't take the token/);
  });

  it('shows its orgs to whom the token is, keeps the token, and debugs there', async () => {
    const { token } = await operator.request('token/create', { name: 'Laptop', developer: 'eli@northwind-apps.example' });
    answer(token);
    await vscode.commands.executeCommand('isvDebugger.signIn');
    assert.deepEqual([api.sandbox.state, api.sandbox.developer?.name], ['ready', 'Eli Novak']);
    assert.ok(api.orgTree.getChildren().length > 0);
    await api.sandbox.restart();
    assert.equal(api.sandbox.developer?.name, 'Eli Novak');
    await operator.request('developer/signIn', { userName: 'dana@northwind-apps.example' });
    assert.equal(await vscode.debug.startDebugging(undefined, { type: 'isv-apex', request: 'attach', name: 'Attach', org: 'harbor-uat' }), true);
    const { sessions } = await operator.request('session/list', {});
    assert.deepEqual(sessions.map(each => [each.developer, each.org.name]), [['eli@northwind-apps.example', 'Harbor Foods UAT']]);
    await vscode.debug.stopDebugging();
    await until('the end of the session', () => api.sandbox.session === null, api.sandbox.onDidChange);
  });

  it('follows another window that signs out of it, and in', async () => {
    const { tokens, world } = api.sandbox as unknown as { tokens: { secrets: vscode.SecretStorage }; world: { stateDirectory: string } };
    const key = `developerToken:${world.stateDirectory}`;
    const token = (await tokens.secrets.get(key)) ?? '';
    await tokens.secrets.delete(key);
    await until('the sign-in request', () => api.sandbox.state === 'notSignedIn', api.sandbox.onDidChange);
    await tokens.secrets.store(key, token);
    await until('the orgs', () => api.sandbox.state === 'ready' && api.sandbox.developer?.name === 'Eli Novak', api.sandbox.onDidChange);
  });

  it('is connected to once when it is looked for twice at the same time', async () => {
    await Promise.all([api.sandbox.restart(), api.sandbox.restart()]);
    assert.equal(api.sandbox.state, 'ready');
    assert.ok((await api.sandbox.request('orgs/list', {})).orgs.length > 0);
  });

  it('of a private authority is trusted where the setting names its certificate', async () => {
    const { cert, key } = makeCertificate();
    const file = (name: string, content: Buffer): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const [ca, keyFile] = [file('cert.pem', cert), file('key.pem', key)];
    const state = join(folder, 'private');
    const other = await startServer(state, '--tls-cert', ca, '--tls-key', keyFile);
    const { port, token: secret, teamPort } = JSON.parse(readFileSync(join(state, 'hub.json'), 'utf8')) as DiscoveryFile;
    const there = await HubClient.connect({ port, token: secret });
    try {
      const { token } = await there.request('token/create', { name: 'Laptop', developer: 'eli@northwind-apps.example' });
      const address = `wss://localhost:${teamPort}`;
      await vscode.workspace.getConfiguration().update(SETTING, address, vscode.ConfigurationTarget.Global);
      await until('the sign-in request', () => api.sandbox.world?.server === address && api.sandbox.state === 'notSignedIn', api.sandbox.onDidChange);
      answer(token);
      await vscode.commands.executeCommand('isvDebugger.signIn').then(undefined, () => undefined);
      assert.equal(api.sandbox.state, 'failed');
      assert.match(api.sandbox.failure, /name the file of its certificate in the setting isvDebugger\.serverCa/);
      await vscode.workspace.getConfiguration().update('isvDebugger.serverCa', ca, vscode.ConfigurationTarget.Global);
      await until('the orgs', () => api.sandbox.state === 'ready', api.sandbox.onDidChange);
      assert.equal(await vscode.debug.startDebugging(undefined, { type: 'isv-apex', request: 'attach', name: 'Attach', org: 'harbor-uat' }), true);
      const { sessions } = await there.request('developer/signIn', { userName: 'dana@northwind-apps.example' }).then(() => there.request('session/list', {}));
      assert.deepEqual(sessions.map(each => each.developer), ['eli@northwind-apps.example']);
      assert.match((await api.sandbox.request('login/page', { loginId: api.sandbox.login?.id ?? '' })).url, /^https:\/\/localhost:\d+\/login-as\?ticket=/);
      await vscode.debug.stopDebugging();
      await until('the end of the session', () => api.sandbox.session === null, api.sandbox.onDidChange);
    } finally {
      await vscode.workspace.getConfiguration().update('isvDebugger.serverCa', undefined, vscode.ConfigurationTarget.Global);
      await vscode.workspace.getConfiguration().update(SETTING, url, vscode.ConfigurationTarget.Global);
      there.close();
      other.stdin?.end();
    }
    await until('the server before', () => api.sandbox.world?.server === url && api.sandbox.state === 'ready', api.sandbox.onDidChange);
  });

  it('asks for another token when this one was revoked', async () => {
    const { tokens } = await operator.request('token/list', { all: true });
    for (const { id } of tokens.filter(each => each.developer === 'eli@northwind-apps.example')) await operator.request('token/revoke', { id });
    await until('the cut', () => api.sandbox.state === 'failed', api.sandbox.onDidChange);
    await api.sandbox.restart().catch(() => undefined);
    assert.equal(api.sandbox.state, 'notSignedIn');
  });
});
