import * as vscode from 'vscode';
import type { SandboxKind } from '../../protocol/partner.ts';
import type { LogIn } from '../login/log-in.ts';
import type { Sandbox } from '../services/sandbox.ts';
import type { OrgNode } from './tree.ts';

const KINDS: readonly (vscode.QuickPickItem & { sandboxKind: SandboxKind })[] = [
  { label: 'Full', description: 'everything, closest to the original', sandboxKind: 'full' },
  { label: 'Partial Copy', description: 'up to 10,000 records of each object', sandboxKind: 'partialCopy' },
  { label: 'Developer Pro', description: 'metadata and users', sandboxKind: 'developerPro' },
  { label: 'Developer', description: 'metadata and users', sandboxKind: 'developer' },
];
const MASKS: readonly (vscode.QuickPickItem & { mask?: 'personal' | 'text' })[] = [
  { label: 'Mask personal data', description: 'e-mails, phones, names, addresses', mask: 'personal' },
  { label: 'Mask all text', description: 'whatever somebody has typed', mask: 'text' },
];
const KEEP: (typeof MASKS)[number] = { label: 'Keep the data as it is' };

/** A sandbox of an org (T12): to chase a production bug where it may be debugged. */
export async function createSandbox(sandbox: Sandbox, logIn: LogIn, node: OrgNode): Promise<void> {
  const { org } = node;
  const login = await logIn.ensureLogin({ org: org.id, ...(node.grant ? { user: node.grant.user.userName } : {}), reason: 'ask' });
  const name = await vscode.window.showInputBox({
    title: `Create Sandbox of ${org.name}`, prompt: 'Name of the sandbox: up to ten letters and digits', ignoreFocusOut: true,
    validateInput: typed => (/^[A-Za-z][A-Za-z0-9]{0,9}$/.test(typed) ? undefined : 'Up to ten letters and digits, a letter first'),
  });
  const kind = name === undefined ? undefined : await vscode.window.showQuickPick(KINDS, { title: `Create Sandbox ${name}`, placeHolder: 'What it gets' });
  const hasData = kind?.sandboxKind === 'full' || kind?.sandboxKind === 'partialCopy';
  const mask = kind && (hasData ? await vscode.window.showQuickPick([...MASKS, KEEP], { title: `Create Sandbox ${name}`, placeHolder: 'What becomes of the customer\'s data' }) : KEEP);
  if (name === undefined || !kind || !mask) throw new vscode.CancellationError();
  const made = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Creating sandbox ${name}`, cancellable: true }, async (progress, token) => {
    const listening = sandbox.onDidProgressSandbox(step => { if (step.name === name) progress.report({ message: `${step.message} (${step.done} of ${step.total})` }); });
    token.onCancellationRequested(() => void sandbox.request('sandbox/cancel', { name }).catch(() => undefined));
    try {
      return await sandbox.request('sandbox/create', { loginId: login.id, name, kind: kind.sandboxKind, ...(mask.mask ? { mask: mask.mask } : {}) });
    } finally {
      listening.dispose();
    }
  });
  await sandbox.refresh();
  void vscode.window.showInformationMessage(`${made.org.name} is ready: you have access as ${made.org.grants[0]?.user.name ?? 'its administrator'}.`);
}

export async function deleteSandbox(sandbox: Sandbox, { org }: OrgNode): Promise<void> {
  const remove = 'Delete';
  if ((await vscode.window.showWarningMessage(`Delete ${org.name}?`, { modal: true, detail: 'The sandbox and its data are thrown away.' }, remove)) !== remove) return;
  await sandbox.request('sandbox/delete', { org: org.id });
  await sandbox.refresh();
}
