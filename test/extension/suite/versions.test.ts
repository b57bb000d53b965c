import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { GitProject } from '../../sandbox/hub/support/git-project.ts';
import type { WorkspaceComparison } from '../../../src/protocol/partner.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { activeApi, openFile, until, workspaceRoot } from './api.ts';

const ADMIN = { userName: 'ann@north.example', name: 'Ann', profile: 'System Administrator', permissions: ['AuthorApex', 'ApiEnabled', 'ModifyAllData', 'ViewAllData'] };
const CLASS = 'force-app/main/default/classes/TieredDiscount.cls';

/** The org has version 2.2.0, whose TieredDiscount has two lines more at its top than the workspace's. */
describe('a package whose installed version is not the workspace\'s', () => {
  let api: ExtensionApi;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('isvDebugger');
  before(async () => {
    api = await activeApi();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const folder = mkdtempSync(join(process.env['ISV_TEST_SCRATCH'] ?? '', 'versions-'));
    cpSync(join(workspaceRoot(), 'packages/order-desk'), join(folder, 'repository'), { recursive: true });
    const repository = new GitProject(join(folder, 'repository'));
    repository.write(CLASS, `// Of the old days.\n// When all was better.\n${readFileSync(join(repository.folder, CLASS), 'utf8')}`);
    repository.tag('v2.2.0');
    writeFileSync(join(folder, 'world.json'), JSON.stringify({
      partner: { name: 'Northwind Apps', namespace: 'nwd', engineers: [{ userName: 'dana@northwind-apps.example', name: 'Dana', permissions: ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex'] }] },
      packages: [{ namespace: 'nwd', name: 'Order Desk', version: '2.2.0', git: { repository: 'repository', tag: 'v2.2.0' } }],
      orgs: [{ name: 'North', alias: 'north', kind: 'full', packages: ['nwd@2.2.0'], users: [ADMIN], grants: [{ user: ADMIN.userName, duration: '1 week' }] }],
    }));
    await settings().update('world', join(folder, 'world.json'), vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('isvDebugger.signIn');
    await until('the orgs', () => api.sandbox.orgs[0]?.alias === 'north', api.sandbox.onDidChange);
  });
  after(async () => {
    await vscode.debug.stopDebugging();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await settings().update('world', undefined, vscode.ConfigurationTarget.Workspace);
    await until('the sample world', () => api.sandbox.state === 'ready' && api.sandbox.orgs.some(each => each.alias === 'harbor-uat'), api.sandbox.onDidChange);
  });

  it('opens the installed line of a stack trace', async () => {
    await vscode.commands.executeCommand('isvDebugger.debugFromTrace', `from ${api.sandbox.orgs[0]?.id}\nSystem.NullPointerException: none\n\nClass.nwd.TieredDiscount.rateFor: line 12, column 1`);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.scheme, 'isv-subscriber');
    assert.equal(editor.selection.active.line, 11);
    const { document } = await openFile('**/TieredDiscount.cls');
    assert.equal(editor.document.lineAt(11).text, document.lineAt(9).text);
  });

  it('puts installed lines in links, and finds them in the workspace', async () => {
    const { document } = await openFile('**/TieredDiscount.cls');
    const editor = await vscode.window.showTextDocument(document, { selection: new vscode.Range(9, 0, 9, 0) });
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(editor.document.uri, new vscode.Position(9, 0)))]);
    const link = await vscode.commands.executeCommand<string>('isvDebugger.copyCaseLink');
    const query = new URLSearchParams(vscode.Uri.parse(link).query);
    assert.deepEqual([query.get('at'), query.get('breakpoints')], ['nwd.TieredDiscount:12', 'nwd.TieredDiscount:12']);
    const [mapped, added] = [await api.places.breakpointAt('nwd.TieredDiscount', 12), await api.places.breakpointAt('nwd.TieredDiscount', 1)];
    assert.deepEqual([mapped?.uri.toString(), mapped?.range.start.line], [document.uri.toString(), 9]);
    assert.deepEqual([added?.uri.scheme, added?.range.start.line], ['isv-subscriber', 0]);
  });

  it('runs the last request on both versions, and shows what differs', async () => {
    await vscode.debug.stopDebugging();
    const { login } = api.sandbox;
    assert.ok(login);
    await api.sandbox.request('run/anonymous', { loginId: login.id, code: "insert new Account(Name = 'Harbor');" });
    const comparison = await vscode.commands.executeCommand<WorkspaceComparison>('isvDebugger.runOnWorkspaceVersion');
    assert.deepEqual(comparison.changes, []);
    const shown = vscode.workspace.textDocuments.find(each => each.languageId === 'markdown' && each.uri.scheme === 'isv-subscriber');
    assert.match(shown?.getText() ?? '', /Order Desk: 1 of the workspace's classes and triggers differ \(TieredDiscount\.cls\)/);
    assert.match(shown?.getText() ?? '', /\| Outcome \| succeeded \| succeeded \|/);
  });
});
