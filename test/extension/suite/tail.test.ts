import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LogInfo } from '../../../src/protocol/partner.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { activeApi, until, workspaceRoot } from './api.ts';

describe('a debug log of a request that runs', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await activeApi();
    await api.sandbox.start();
    await until('the orgs', () => api.sandbox.state === 'ready', api.sandbox.onDidChange);
  });

  it('is in the view while it runs, and its document grows', async () => {
    const org = api.sandbox.orgs.find(each => each.alias === 'harbor-uat');
    assert.ok(org);
    const login = await api.sandbox.request('login/start', { org: org.id, user: 'amy.admin@harborfoods.example.uat' });
    api.sandbox.setLogin(login);
    const session = await api.sandbox.request('session/acquire', { loginId: login.id, resume: true });
    const path = join(workspaceRoot(), 'tail.apex');
    await api.sandbox.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line: 2 }] });
    await api.sandbox.request('debug/ready', { sessionId: session.id });
    const log = new Promise<LogInfo>(resolve => { const listening = api.sandbox.onDidGrowLog(grown => { listening.dispose(); resolve(grown); }); });
    const running = api.sandbox.request('run/anonymous', { loginId: login.id, code: "System.debug('before');\nInteger n = 1;\nSystem.debug('after');", path });
    const { id } = await log;
    const [first] = await api.logTree.getChildren();
    assert.equal(first?.id, id);
    assert.equal((api.logTree.getTreeItem(first).iconPath as vscode.ThemeIcon).id, 'sync~spin');
    const { document } = await vscode.commands.executeCommand<vscode.TextEditor>('isvDebugger.openLog', first);
    assert.match(document.getText(), /\|DEBUG\|before\n$/);
    const [thread] = (await api.sandbox.request('debug/threads', { sessionId: session.id })).threads;
    await api.sandbox.request('debug/resume', { sessionId: session.id, threadId: thread!.id, kind: 'continue' });
    await running;
    await until('the rest of the log', () => /\|DEBUG\|before\n[^]*\|DEBUG\|after\n[^]*\|EXECUTION_FINISHED\n?$/.test(document.getText()), vscode.workspace.onDidChangeTextDocument);
    await api.sandbox.request('session/end', { sessionId: session.id });
    const [ended] = await api.logTree.getChildren();
    assert.deepEqual([ended?.id, ended?.success], [id, true]);
  });
});
