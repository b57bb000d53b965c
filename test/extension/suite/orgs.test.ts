import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DISCOVERY_FILE_NAME } from '../../../src/protocol/discovery.ts';
import type { DiscoveryFile } from '../../../src/protocol/discovery.ts';
import { HubClient } from '../../../src/protocol/client.ts';
import { BUNDLE_FORMAT, BUNDLE_VERSION, PLAN_NAME } from '../../../src/exchange/bundle/manifest.ts';
import type { BundleManifest } from '../../../src/exchange/bundle/manifest.ts';
import { zipOf } from '../../../src/exchange/bundle/write-zip.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import type { OrgNode, TreeNode } from '../../../src/extension/orgs/tree.ts';
import { activeApi, extensionId, openFile, until } from './api.ts';

describe('Subscriber Orgs', () => {
  let api: ExtensionApi;
  before(async () => (api = await activeApi()));

  it('asks to sign in first, and starts the sandbox for that', async () => {
    await vscode.commands.executeCommand('isvDebugger.subscriberOrgs.focus');
    await until('the sign-in request', () => api.sandbox.state === 'notSignedIn', api.sandbox.onDidChange);
    assert.deepEqual(api.orgTree.getChildren(), []);
  });

  it('lists the orgs that grant access once the engineer is signed in', async () => {
    const { developers } = await api.sandbox.request('developer/list', {});
    assert.ok(developers.length > 1);
    const signingIn = vscode.commands.executeCommand('isvDebugger.signIn');
    await acceptFirstChoice(signingIn);
    await until('the orgs', () => api.sandbox.state === 'ready', api.sandbox.onDidChange);
    const names = orgNodes(api).map(node => node.org.name);
    assert.ok(names.includes('Harbor Foods UAT'), names.join(', '));
    assert.equal(api.sandbox.developer?.userName, developers[0]?.userName);
    for (const node of orgNodes(api)) {
      assert.ok(node.org.grants.length > 0, `${node.org.name} is listed without a grant`);
      const item = api.orgTree.getTreeItem(node);
      assert.match(String(item.description), /^\d+ (d|h|min|s).* left · /);
      assert.ok(item.iconPath instanceof vscode.ThemeIcon);
      assert.equal(item.command, undefined, 'a click only selects');
      for (const child of api.orgTree.getChildren(node)) {
        assert.ok('grant' in child && child.grant);
        // What a screen reader says.
        assert.match(api.orgTree.getTreeItem(child).accessibilityInformation?.label ?? '', new RegExp(`^${child.grant.user.name}, .+ left · `));
      }
    }
  });

  it('logs in as the user who granted access, and says so in the status bar', async () => {
    const node = orgNodes(api).find(candidate => candidate.org.alias === 'harbor-uat');
    assert.ok(node);
    await acceptFirstChoice(vscode.commands.executeCommand('isvDebugger.logIn', node));
    assert.equal(api.sandbox.login?.org.alias, 'harbor-uat');
    assert.match(api.statusBar.text, /^\$\(account\) .+ @ harbor-uat$/);
    assert.match(String(api.orgTree.getTreeItem(node).contextValue), /\bcurrent\b/);
  });

  it('imports data into the org one is logged in to', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'import-')), 'Account.csv');
    writeFileSync(file, 'Name\nImported by a command\n');
    await acceptFirstChoice(vscode.commands.executeCommand('isvDebugger.importData', vscode.Uri.file(file)));
    const { totalSize } = await api.sandbox.request('query', { loginId: api.sandbox.login?.id ?? '', soql: "SELECT Id FROM Account WHERE Name = 'Imported by a command'" });
    assert.equal(totalSize, 1);
  });

  it('opens a support bundle as an org', async () => {
    const plan = '[]';
    const manifest: BundleManifest = {
      format: BUNDLE_FORMAT, version: BUNDLE_VERSION, createdAt: '2026-01-05T10:00:00.000Z', org: { id: '00D5g0000000001EAA', name: 'Bundled', instance: 'EU1', isSandbox: false },
      user: { profile: 'Standard User', timeZone: 'Europe/Berlin', locale: 'de_DE' }, packages: [], roots: [], depth: 0, mask: 'text', records: {}, notes: [],
      files: [{ name: PLAN_NAME, bytes: plan.length, sha256: createHash('sha256').update(plan).digest('hex') }],
    };
    const file = join(mkdtempSync(join(tmpdir(), 'bundle-')), 'bundle.zip');
    writeFileSync(file, zipOf(new Map([['manifest.json', JSON.stringify(manifest)], [PLAN_NAME, plan]])));
    await vscode.commands.executeCommand('isvDebugger.openBundle', vscode.Uri.file(file));
    const opened = orgNodes(api).find(node => node.org.alias === 'bundled-bundle');
    assert.equal(opened?.org.name, 'Bundled (bundle)');
    // What the menu offers is what the sandbox allows.
    assert.deepEqual(orgNodes(api).filter(node => isOffered('isvDebugger.deleteSandbox', api.orgTree.getTreeItem(node))).map(node => node.org.alias), ['bundled-bundle']);
    await api.sandbox.request('sandbox/delete', { org: 'bundled-bundle' });
  });

  it('groups the orgs, and keeps that', async () => {
    await vscode.commands.executeCommand('isvDebugger.groupOrgsByKind');
    try {
      const groups = api.orgTree.getChildren();
      assert.ok(groups.every(node => 'group' in node), 'an org stands beside the groups');
      const labels = groups.map(node => String(api.orgTree.getTreeItem(node).label));
      assert.ok(labels.includes('Sandboxes'), labels.join(', '));
      const [first] = orgNodes(api, groups[0]);
      assert.ok(first);
      assert.deepEqual(api.orgTree.getParent(first), groups[0]);
    } finally {
      await vscode.commands.executeCommand('isvDebugger.ungroupOrgs');
    }
    assert.equal(api.orgTree.grouping, 'none');
  });

  it("shows what the login opens: installed code, debug logs, the package's protected settings", async () => {
    const { login } = api.sandbox;
    assert.ok(login);
    const namespaces = await api.codeTree.getChildren();
    const own = namespaces.find(node => 'namespace' in node && node.namespace === 'nwd');
    assert.ok(own, 'the package has no code');
    const classes = await api.codeTree.getChildren(own);
    const order = classes.find(node => 'file' in node && node.file.name.endsWith('OrderService'));
    assert.ok(order);
    await vscode.commands.executeCommand('isvDebugger.openCode', order);
    const opened = vscode.window.activeTextEditor?.document;
    assert.deepEqual([opened?.uri.scheme, opened?.languageId], ['isv-subscriber', 'apex']);
    assert.match(opened?.getText() ?? '', /class OrderService/);
    assert.deepEqual((await api.settingsTree.getChildren()).map(node => node.setting.object), ['nwd__Order_Desk_Settings__c']);
    await api.sandbox.request('run/anonymous', { loginId: login.id, code: "System.debug('seen in the log');" });
    const [log] = await api.logTree.getChildren();
    assert.ok(log);
    await vscode.commands.executeCommand('isvDebugger.openLog', log);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /seen in the log/);
    await vscode.commands.executeCommand('isvDebugger.closeSubscriberDocuments');
    assert.deepEqual(vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(tab => tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === 'isv-subscriber'), []);
  });

  it('checks Apex while it is typed, and forgets what was undone', async () => {
    const editor = await openFile('**/TieredDiscount.cls');
    const { uri } = editor.document;
    const messages = (): readonly string[] => vscode.languages.getDiagnostics(uri).filter(each => each.source === 'ISV Debugger').map(each => each.message);
    const at = editor.document.positionAt(editor.document.getText().lastIndexOf('}'));
    await editor.edit(edit => edit.insert(at, 'Nothing unknown;'));
    await until('the error', () => messages().includes('Invalid type: Nothing'), vscode.languages.onDidChangeDiagnostics);
    await editor.edit(edit => edit.delete(new vscode.Range(at, at.translate(0, 'Nothing unknown;'.length))));
    await until('its end', () => messages().length === 0, vscode.languages.onDidChangeDiagnostics);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('runs the last request again and says what changed', async () => {
    await vscode.commands.executeCommand('isvDebugger.runAgain');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^Nothing changed\.[\s\S]*Before[\s\S]*Now/);
    await vscode.commands.executeCommand('isvDebugger.closeSubscriberDocuments');
  });

  it('shows the audit log, whose chain is whole', async () => {
    await vscode.commands.executeCommand('isvDebugger.showAudit');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /entries; the chain is whole\./);
    await vscode.commands.executeCommand('isvDebugger.closeSubscriberDocuments');
  });

  it('starts the sandbox again when it died, with the sign-in and the login; when it dies soon after, the view says so', async () => {
    const { developer, login, world } = api.sandbox;
    const kill = (): void => {
      const { pid } = JSON.parse(readFileSync(join(world?.stateDirectory ?? '', DISCOVERY_FILE_NAME), 'utf8')) as DiscoveryFile;
      process.kill(pid, 'SIGKILL');
    };
    kill();
    await until('the end', () => api.sandbox.state === 'failed', api.sandbox.onDidChange);
    assert.deepEqual(api.orgTree.getChildren(), []);
    await until('the orgs', () => api.sandbox.state === 'ready', api.sandbox.onDidChange);
    assert.deepEqual([api.sandbox.developer, api.sandbox.login?.id], [developer, login?.id]);
    kill();
    await until('the end', () => api.sandbox.state === 'failed', api.sandbox.onDidChange);
    await vscode.commands.executeCommand('isvDebugger.refreshOrgs');
    assert.equal(api.sandbox.state, 'ready');
  });

  it('follows another window that signs in and out', async () => {
    const { world, developer, login } = api.sandbox;
    assert.ok(world && developer && login);
    const other = await HubClient.connect(JSON.parse(readFileSync(join(world.stateDirectory, DISCOVERY_FILE_NAME), 'utf8')) as DiscoveryFile);
    const seen: string[] = [];
    const listening = vscode.authentication.onDidChangeSessions(({ provider }) => seen.push(provider.id));
    try {
      const { developers } = await other.request('developer/list', {});
      const userName = developers.find(each => each.userName !== developer.userName)?.userName ?? '';
      const { token } = await other.request('developer/signIn', { userName });
      // All windows of an editor have one storage of secrets, which each can write.
      const { secrets } = (api.sandbox as unknown as { tokens: { secrets: vscode.SecretStorage } }).tokens;
      await secrets.store(`developerToken:${world.stateDirectory}`, token);
      await until('the other engineer', () => api.sandbox.developer?.userName === userName && api.sandbox.login === null, api.sandbox.onDidChange);
      await until('the Accounts menu', () => seen.includes('isvDebugger'), vscode.authentication.onDidChangeSessions);
      await other.request('developer/signOut', {});
      await until('the sign-in request', () => api.sandbox.state === 'notSignedIn', api.sandbox.onDidChange);
      assert.deepEqual(api.orgTree.getChildren(), []);
      const again = await other.request('developer/signIn', { userName: developer.userName });
      await secrets.store(`developerToken:${world.stateDirectory}`, again.token);
      await until('who was here before', () => api.sandbox.developer?.userName === developer.userName && api.sandbox.login?.id === login.id, api.sandbox.onDidChange);
    } finally {
      listening.dispose();
      other.close();
    }
  });

  it('returns to the overview', async () => {
    assert.ok(api.sandbox.login, 'nobody is logged in');
    await vscode.commands.executeCommand('isvDebugger.returnToOverview');
    assert.equal(api.sandbox.login, null);
  });
});

function orgNodes(api: ExtensionApi, parent?: TreeNode): OrgNode[] {
  return api.orgTree.getChildren(parent).filter(node => 'org' in node);
}

/** Whether an item of the view has the command in its context menu. */
function isOffered(command: string, { contextValue = '' }: vscode.TreeItem): boolean {
  const { contributes } = (vscode.extensions.getExtension(extensionId)?.packageJSON ?? {}) as { contributes: { menus: Record<string, readonly { command: string; when: string }[]> } };
  const { when = '' } = contributes.menus['view/item/context']?.find(each => each.command === command) ?? {};
  const patterns = [...when.matchAll(/(!\()?viewItem =~ \/(.*?)\//g)];
  assert.ok(patterns.length > 0, `${command} is in the menu of no item`);
  return patterns.every(([, not, pattern = '']) => new RegExp(pattern).test(contextValue) === (not === undefined));
}

/** Accepts the quick pick that a command opens, once it is there. */
async function acceptFirstChoice(running: Thenable<unknown>): Promise<void> {
  let isDone = false;
  void running.then(() => (isDone = true));
  for (let attempt = 0; attempt < 200 && !isDone; attempt++) {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  await running;
}
