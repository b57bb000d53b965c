import * as vscode from 'vscode';
import type { Sandbox } from '../services/sandbox.ts';
import type { SubscriberDocuments } from '../subscriber/documents.ts';

/** What a session came to, as Markdown for the case: values are redacted. */
export async function showReport(sandbox: Sandbox, documents: SubscriberDocuments, sessionId: string): Promise<void> {
  const { markdown } = await sandbox.request('session/report', { sessionId });
  await documents.showText('Session report.md', markdown);
}

/** D9: what was looked at of the customer's goes when one is done. */
export async function offerClosing(documents: SubscriberDocuments): Promise<void> {
  const closed = await documents.closeAll();
  vscode.window.setStatusBarMessage(closed === 0 ? 'Nothing of the subscriber is open' : `Closed ${closed} ${closed === 1 ? 'document' : 'documents'} of the subscriber; no copy is left`, 6000);
}
