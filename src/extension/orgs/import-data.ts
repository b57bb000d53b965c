import * as vscode from 'vscode';
import { ImportRefused, importRecords } from '../../exchange/import-records.ts';
import type { ImportResult } from '../../exchange/import-records.ts';
import { FileFault } from '../../exchange/file-fault.ts';
import { readRecordFiles } from '../../exchange/read-files.ts';
import type { LogIn } from '../login/log-in.ts';
import type { Sandbox } from '../services/sandbox.ts';

const WAYS: readonly (vscode.QuickPickItem & { raw: boolean })[] = [
  { label: 'With triggers', description: 'as the user you are logged in as', raw: false },
  { label: 'Raw', description: 'as the platform itself: no triggers, no rights', raw: true },
];

/** Records from sObject tree, plan or CSV files into the org that one is logged in to. `uris`: of the explorer. */
export async function importData(sandbox: Sandbox, logIn: LogIn, uris: readonly vscode.Uri[]): Promise<void> {
  const files = uris.length > 0 ? uris : await vscode.window.showOpenDialog({ title: 'Import Data', openLabel: 'Import', canSelectMany: true, filters: { 'sObject trees, plans, CSV': ['json', 'csv'] } });
  if (!files || files.length === 0) throw new vscode.CancellationError();
  const login = await logIn.ensureLogin();
  const way = await vscode.window.showQuickPick(WAYS, { title: `Import into ${login.org.name}`, placeHolder: 'How the records are saved' });
  if (!way) throw new vscode.CancellationError();
  try {
    const { count, byObject } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Importing into ${login.org.name}` }, (progress): Promise<ImportResult> => importRecords(readRecordFiles(files.map(each => each.fsPath)), {
      send: set => sandbox.request('data/import', { loginId: login.id, ...set, ...(way.raw ? { raw: true } : {}) }),
      progress: (done, total) => progress.report({ message: `${done} of ${total} records` }),
    }));
    void vscode.window.showInformationMessage(`Imported ${count} records into ${login.org.name}: ${Object.entries(byObject).map(([object, n]) => `${n} ${object}`).join(', ')}.`);
  } catch (error) {
    const faults = error instanceof ImportRefused ? error.faults : error instanceof FileFault ? [error] : [];
    if (faults.length === 0) throw error;
    void showFaults(faults, error instanceof ImportRefused ? error.saved : 0);
  }
}

/** The first one, with the way to its line; nobody waits for the answer. */
async function showFaults(faults: readonly FileFault[], saved: number): Promise<void> {
  const [first] = faults;
  if (!first) return;
  const rest = [faults.length > 1 ? `${faults.length - 1} more like it.` : '', saved > 0 ? `${saved} records that come before are saved.` : ''].filter(Boolean).join(' ');
  const open = 'Go to Line';
  if ((await vscode.window.showErrorMessage(`${first.message}${rest === '' ? '' : ` (${rest})`}`, open)) !== open) return;
  const at = new vscode.Position((first.line ?? 1) - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(first.file), { selection: new vscode.Range(at, at) });
}
