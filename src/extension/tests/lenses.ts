import * as vscode from 'vscode';
import { isAnonymousApex } from '../debug/active-target.ts';
import { findTests } from './find-tests.ts';

/** Run and debug, above tests and anonymous Apex. */
export class RunLenses implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (isAnonymousApex(document)) {
      return [lens(0, 'Execute Anonymous', 'isvDebugger.executeAnonymous', document.uri), lens(0, 'Debug Anonymous', 'isvDebugger.debugActiveFile', document.uri)];
    }
    const found = findTests(document.getText());
    if (!found) return [];
    return [
      ...pair(found.line, found.name, 'All Tests'),
      ...found.methods.flatMap(method => pair(method.line, `${found.name}.${method.name}`, 'Test')),
    ];
  }
}

function pair(line: number, test: string, what: string): vscode.CodeLens[] {
  return [lens(line, `Run ${what}`, 'isvDebugger.runTest', test), lens(line, `Debug ${what}`, 'isvDebugger.debugTest', test)];
}

function lens(line: number, title: string, command: string, argument: unknown): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: [argument] });
}
