import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { activeApi, until } from './api.ts';

describe('from a ticket to the line', () => {
  let api: ExtensionApi;
  const started: vscode.DebugSession[] = [];
  const listening = vscode.debug.onDidStartDebugSession(session => started.push(session));
  before(async () => {
    api = await activeApi();
    await api.sandbox.start();
    await until('the orgs', () => api.sandbox.state === 'ready', api.sandbox.onDidChange);
  });
  after(async () => {
    listening.dispose();
    await vscode.debug.stopDebugging();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  });

  it('opens the line of the innermost cause, logs in to the org it came from, and waits for its exception', async () => {
    const org = api.sandbox.orgs.find(each => each.alias === 'harbor-uat');
    assert.ok(org);
    await vscode.commands.executeCommand('isvDebugger.debugFromTrace', `Apex script unhandled exception by user/organization: ${org.grants[0]?.user.id}/${org.id}

caused by: System.NullPointerException: Attempt to de-reference a null object

Class.nwd.TieredDiscount.rateFor: line 10, column 1
Class.nwd.PricingEngine.price: line 16, column 1`);
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /\/TieredDiscount\.cls$/);
    assert.equal(editor?.selection.active.line, 9);
    assert.equal(api.sandbox.login?.org.id, org.id);
    const session = started.at(-1);
    assert.deepEqual([session?.configuration['org'], session?.configuration['exceptionTypes']], [org.id, ['System.NullPointerException']]);
  });

  it('copies a link that leads back to the same line, without a token', async () => {
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(editor.document.uri, new vscode.Position(9, 0)))]);
    const link = await vscode.commands.executeCommand<string>('isvDebugger.copyCaseLink');
    const { login } = api.sandbox;
    assert.ok(login);
    const uri = vscode.Uri.parse(link);
    assert.deepEqual([uri.authority, uri.path], ['isv-debugger.isv-customer-debugger', '/case']);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(uri.query)), { org: login.org.id, user: login.user.userName, at: 'nwd.TieredDiscount:10', breakpoints: 'nwd.TieredDiscount:10' });
    assert.equal(link.includes(login.accessToken), false);
  });
});
