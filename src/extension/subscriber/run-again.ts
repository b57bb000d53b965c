import * as vscode from 'vscode';
import { describeRun } from '../logs/request-log.ts';
import { redact } from '../services/redact.ts';
import type { Sandbox } from '../services/sandbox.ts';
import type { SubscriberDocuments } from './documents.ts';

/** The last request once more: what a flipped license, seat, parameter or setting changes. */
export async function runAgain(sandbox: Sandbox, documents: SubscriberDocuments): Promise<void> {
  const { login } = sandbox;
  if (!login) throw new Error('You are not logged in to an org. Log in and make a request first.');
  const { before, after, changes } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: 'Running the last request again' }, () => sandbox.request('run/again', { loginId: login.id }));
  const text = [
    changes.length === 0 ? 'Nothing changed.' : 'What changed:', ...changes.map(change => `- ${change}`), '', describeRun('Before', before), '', describeRun('Now', after), '',
  ].join('\n');
  await documents.showText('Last request, before and now.log', redact(text));
}
