import type { Sandbox } from '../services/sandbox.ts';
import type { SubscriberDocuments } from '../subscriber/documents.ts';
import { auditText } from './audit-text.ts';

const PAGE = 500;

/** The partner's audit log as text, newest first, with what its hash chain says (T9). */
export async function showAudit(sandbox: Sandbox, documents: SubscriberDocuments): Promise<void> {
  const [{ entries }, verdict] = await Promise.all([sandbox.request('audit/list', { limit: PAGE }), sandbox.request('audit/verify', {})]);
  const names = new Map(sandbox.orgs.map(({ id, name }) => [id, name]));
  const more = entries.length < verdict.entries && entries.length === PAGE ? `… the newest ${PAGE}; \`isv-debugger audit\` lists all` : null;
  await documents.showText('Audit log.txt', auditText(entries, verdict.entries, verdict.faults, id => names.get(id) ?? null, more));
}
