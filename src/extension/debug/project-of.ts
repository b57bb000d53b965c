import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

/** The SFDX project folders a debug session reads sources from: that of the active editor's file, else the workspace's. */
export function projectsOf(editor: vscode.TextEditor | undefined): string[] {
  const file = editor?.document.uri.scheme === 'file' ? editor.document.uri.fsPath : undefined;
  const around = file ? projectAround(file) : undefined;
  if (around) return [around];
  return (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath).filter(folder => existsSync(join(folder, 'sfdx-project.json')));
}

function projectAround(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'sfdx-project.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
