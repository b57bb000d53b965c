import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activeApi, extensionId } from './api.ts';

interface Contributions {
  commands: { command: string }[];
  debuggers: { type: string; configurationAttributes: Record<string, { properties: object }> }[];
}

describe('activation', () => {
  it('succeeds and registers every contributed command', async () => {
    await activeApi();
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    const { commands } = (extension.packageJSON as { contributes: Contributions }).contributes;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(commands.length > 15);
    assert.deepEqual(commands.map(({ command }) => command).filter(command => !registered.has(command)), []);
  });

  it('starts no process until the view is seen or somebody asks', async () => {
    const { sandbox } = await activeApi();
    assert.equal(sandbox.state, 'idle');
  });

  it('opens Apex files with the Apex languages', async () => {
    const apex = await vscode.workspace.openTextDocument({ language: 'apex', content: 'class A {}' });
    const anonymous = await vscode.workspace.openTextDocument({ language: 'apex-anon', content: 'Integer i = 1;' });
    assert.deepEqual([apex.languageId, anonymous.languageId], ['apex', 'apex-anon']);
  });
});
