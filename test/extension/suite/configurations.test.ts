import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { configurationFor } from '../../../src/extension/debug/active-target.ts';
import { openFile } from './api.ts';

describe('F5 without a configuration', () => {
  it('debugs the test method at the cursor', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'apex', content: '@isTest\nclass T {\n  @isTest static void a() {}\n  @isTest static void b() {}\n}' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(3, 0, 3, 0);
    assert.deepEqual(configurationFor(editor).run, { test: 'T.b' });
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    assert.deepEqual(configurationFor(editor).run, { test: 'T' });
  });

  it('runs anonymous Apex: a file by its path, an untitled one by its text', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'apex-anon', content: 'Integer i = 1;' });
    const editor = await vscode.window.showTextDocument(document);
    assert.deepEqual(configurationFor(editor), { type: 'isv-apex', request: 'launch', name: `Debug ${document.uri.path}`, run: { anonymous: 'Integer i = 1;' } });
  });

  it('attaches with anything else in front, or nothing', async () => {
    const editor = await openFile('**/OrderService.cls');
    assert.equal(configurationFor(editor).request, 'attach');
    assert.equal(configurationFor(undefined).request, 'attach');
  });
});
