import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { MANIFEST_NAME } from '../../exchange/bundle/manifest.ts';
import type { OrgInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';

/** What a customer has packed, as a subscriber org. A folder is named by its manifest. */
export async function openBundle(sandbox: Sandbox, uri?: vscode.Uri): Promise<void> {
  const [chosen] = uri ? [uri] : await vscode.window.showOpenDialog({ title: 'Open Support Bundle: a zip file, or the manifest.json of a folder', openLabel: 'Open', filters: { 'Support bundles': ['zip', 'json'] } }) ?? [];
  if (!chosen) throw new vscode.CancellationError();
  const path = basename(chosen.fsPath) === MANIFEST_NAME ? dirname(chosen.fsPath) : chosen.fsPath;
  await sandbox.start();
  const { org, records, notes } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: 'Opening support bundle' }, () => sandbox.request('bundle/open', { path }));
  await sandbox.refresh();
  void offerNext(org, records, notes);
}

/** Nobody waits for the answer. */
async function offerNext(org: OrgInfo, records: number, notes: readonly string[]): Promise<void> {
  const [logIn, show] = ['Log In', 'Show What Is Missing'];
  const answer = await vscode.window.showInformationMessage(`${org.name} is ready with ${records} records.`, ...[logIn, ...(notes.length > 0 ? [show] : [])]);
  if (answer === logIn) await vscode.commands.executeCommand('isvDebugger.logInAs', org.id);
  if (answer === show) await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: `${org.name}\n\n${notes.join('\n')}\n` }));
}
