import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';

export const extensionId = 'isv-debugger.isv-customer-debugger';

export async function activeApi(): Promise<ExtensionApi> {
  const extension = vscode.extensions.getExtension<ExtensionApi>(extensionId);
  assert.ok(extension, 'the extension is not installed in this host');
  return extension.activate();
}

/** Waits for a condition with an event to look again, and a deadline so that a failure says what was missing. */
export async function until<T>(what: string, look: () => T | undefined | false, event: vscode.Event<unknown>): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      const found = look();
      if (found === undefined || found === false) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve(found);
    };
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`Waited 20 s for ${what}.`));
    }, 20_000);
    const subscription = event(check);
    check();
  });
}

/** The first file of the workspace that matches, opened in an editor. */
export async function openFile(pattern: string): Promise<vscode.TextEditor> {
  const [file] = await vscode.workspace.findFiles(pattern);
  assert.ok(file, `no ${pattern} in the workspace`);
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

export function workspaceRoot(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the host has no workspace');
  return folder.uri.fsPath;
}
