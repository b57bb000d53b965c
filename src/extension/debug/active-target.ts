import type * as vscode from 'vscode';
import { findTests, testAt } from '../tests/find-tests.ts';
import { debugType } from './types.ts';
import type { IsvConfiguration } from './types.ts';

/** What F5 without a configuration does, by what the active editor holds: a test, anonymous Apex, else attach. */
export function configurationFor(editor: vscode.TextEditor | undefined): IsvConfiguration {
  const document = editor?.document;
  if (editor && document && isAnonymousApex(document)) {
    return { type: debugType, request: 'launch', name: `Debug ${baseName(document)}`, run: { anonymous: document.isUntitled ? document.getText() : document.uri.fsPath } };
  }
  const found = document && isApexClass(document) ? findTests(document.getText()) : undefined;
  if (editor && found) {
    const test = testAt(found, editor.selection.active.line);
    return { type: debugType, request: 'launch', name: `Debug test ${test}`, run: { test } };
  }
  return attachConfiguration();
}

export function attachConfiguration(): IsvConfiguration {
  return { type: debugType, request: 'attach', name: 'Attach to subscriber org' };
}

export function isAnonymousApex(document: vscode.TextDocument): boolean {
  return document.languageId === 'apex-anon' || document.uri.path.endsWith('.apex');
}

export function isApexClass(document: vscode.TextDocument): boolean {
  return document.languageId === 'apex' || document.uri.path.endsWith('.cls');
}

function baseName(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? document.uri.path;
}
