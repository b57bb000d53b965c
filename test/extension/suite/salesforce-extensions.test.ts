import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activeApi } from './api.ts';

const setting = 'salesforceExtensions';
const testClass = "@isTest\nprivate class SideBySideTest {\n  @isTest\n  static void works() {}\n}\n";

async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
  return lenses.map(lens => lens.command?.title ?? '').sort();
}

describe('beside the Salesforce Extension Pack', () => {
  const choose = (value: string | undefined): Thenable<void> => vscode.workspace.getConfiguration('isvDebugger').update(setting, value, vscode.ConfigurationTarget.Global);
  afterEach(() => choose(undefined));

  const standIn = ['Stand-in Run Test'];
  const own = ['Debug All Tests', 'Debug Test', 'Run All Tests', 'Run Test'];
  for (const [value, expected] of [
    [undefined, standIn],
    ['auto', standIn],
    ['always', standIn],
    ['never', [...own, ...standIn]],
  ] as const) {
    it(`shows ${expected.length === 1 ? 'only its lenses' : 'both lenses'} with ${value ?? 'the default'}`, async () => {
      await activeApi();
      assert.ok(vscode.extensions.getExtension('salesforce.salesforcedx-vscode-apex'), 'the stand-in is not loaded');
      const document = await vscode.workspace.openTextDocument({ language: 'apex', content: testClass });
      await vscode.window.showTextDocument(document);
      await choose(value);
      assert.deepEqual(await lensTitles(document), [...expected].sort());
    });
  }

  it('keeps one language of each id and one grammar, the pack\'s scope', async () => {
    const languages = await vscode.languages.getLanguages();
    assert.equal(languages.filter(id => id === 'apex').length, 1);
    assert.equal(languages.filter(id => id === 'apex-anon').length, 1);
    const scopes = vscode.extensions.all
      .flatMap(extension => (extension.packageJSON as { contributes?: { grammars?: { language?: string; scopeName: string }[] } }).contributes?.grammars ?? [])
      .filter(grammar => grammar.language === 'apex')
      .map(grammar => grammar.scopeName);
    assert.deepEqual([...new Set(scopes)], ['source.apex']);
  });
});
