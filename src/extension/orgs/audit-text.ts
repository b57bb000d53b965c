/** The partner's audit log in words. Knows no 'vscode'. */
import type { AuditEntry, AuditFault } from '../../protocol/partner.ts';

const WORDS: ReadonlyMap<string, string> = new Map(Object.entries({
  login: 'logged in as', logout: 'returned to the overview', startSession: 'started a debugging session', endOthersSession: 'ended a session of somebody else', widenFilter: 'debugs requests of others, too',
  signIn: 'signed in', 'signIn.failed': 'failed to sign in', 'signIn.lockedOut': 'was locked out', 'mfa.enrol': 'set up a second factor', 'mfa.reset': 'took a second factor away', 'passkey.add': 'added a passkey', 'passkey.remove': 'removed a passkey',
  'token.create': 'made a token for a machine', 'token.revoke': 'revoked a token', license: 'changed a license', feature: 'changed a feature parameter', setup: 'saw or changed in Setup', import: 'imported data', bundle: 'opened a support bundle',
  retrieve: 'took a copy of the code', deleteRetrieved: 'deleted the copy of the code', 'maintenance.start': 'started maintenance', 'maintenance.end': 'ended maintenance', 
  grant: 'granted Login Access', revoke: 'revoked Login Access', 'approval.pending': 'asked for approval of a login', 'approval.approved': 'approved a login', 'approval.denied': 'denied a login',
  'approval.timedOut': 'got no answer about a login', 'approval.cancelled': 'gave up a login that waited for approval',
}));

/** Newest first, in columns. `orgName`: of an org's id; null: not known here. `more`: there are older ones that aren't listed. */
export function auditText(entries: readonly AuditEntry[], total: number, faults: readonly AuditFault[], orgName: (id: string) => string | null, more: string | null = null): string {
  const head = faults.length === 0
    ? [`${total} ${total === 1 ? 'entry' : 'entries'}; the chain is whole.`]
    : [`${total} ${total === 1 ? 'entry' : 'entries'}; ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in the chain:`, ...faults.map(fault => `  ${fault.kind} at ${fault.sequence}: ${fault.message}`)];
  const rows = entries.map(({ sequence, at, actor, action, orgId, detail }) => [
    String(sequence), new Date(at).toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC'), actor, WORDS.get(action) ?? action, orgId === null ? '' : orgName(orgId) ?? orgId, detail,
  ]);
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)), []);
  const line = (row: readonly string[]): string => row.map((cell, index) => (index === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[index] ?? 0))).join('  ').trimEnd();
  return [...head, '', ...rows.map(line), ...(more === null ? [] : [more]), ''].join('\n');
}
