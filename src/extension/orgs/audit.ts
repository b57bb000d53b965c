import type { AuditEntry, AuditFault } from '../../protocol/partner.ts';
import type { Sandbox } from '../services/sandbox.ts';
import type { SubscriberDocuments } from '../subscriber/documents.ts';

const PAGE = 500;

/** The partner's audit log as text, newest first, with what its hash chain says (T9). */
export async function showAudit(sandbox: Sandbox, documents: SubscriberDocuments): Promise<void> {
  const [{ entries }, verdict] = await Promise.all([sandbox.request('audit/list', { limit: PAGE }), sandbox.request('audit/verify', {})]);
  await documents.showText('Audit log.txt', auditText(entries, verdict.entries, verdict.faults));
}

export function auditText(entries: readonly AuditEntry[], total: number, faults: readonly AuditFault[]): string {
  const head = faults.length === 0
    ? [`${total} entries; the chain is whole.`]
    : [`${total} entries; ${faults.length} faults in the chain:`, ...faults.map(fault => `  ${fault.kind} at ${fault.sequence}: ${fault.message}`)];
  const rows = entries.map(({ sequence, at, actor, action, orgId, detail }) => `${String(sequence).padStart(6)}  ${new Date(at).toISOString()}  ${actor}  ${action}${orgId ? `  ${orgId}` : ''}${detail ? `  ${detail}` : ''}`);
  return [...head, '', ...rows, ...(entries.length < total && entries.length === PAGE ? [`… the newest ${PAGE}; \`isv-debugger audit\` lists all`] : []), ''].join('\n');
}
