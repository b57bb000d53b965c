import type { SessionReport } from '../../protocol/partner.ts';
import type { SessionEndReason } from '../../protocol/rpc.ts';
import type { JournalRow } from './session-journal.ts';
import type { SessionRow } from './store.ts';

/** For a case: what was debugged, for how long, and nothing that a customer entered. */
export function sessionReport(row: SessionRow, orgName: string, userName: string, why: { caseNumber: string | null; reason: string | null }, endedAt: number, journal: readonly JournalRow[]): SessionReport {
  const requests = journal.map(({ type, entryPoint, startedAt, endedAt: end, success, stops }) => ({ type, entryPoint: redactEntryPoint(entryPoint), startedAt, durationMs: end === null ? null : end - startedAt, success, stops }));
  const stops = requests.reduce((sum, each) => sum + each.stops, 0);
  const durationMs = Math.max(0, endedAt - row.startedAt);
  const markdown = [
    `## Debugging session in ${orgName}`, '',
    ...(why.caseNumber === null ? [] : [`- Case: ${why.caseNumber}`]), ...(why.reason === null ? [] : [`- Reason: ${why.reason}`]),
    `- Developer: ${row.developer}`, `- Logged in as: ${userName}`, `- Started: ${new Date(row.startedAt).toISOString()}`, `- Duration: ${duration(durationMs)}`,
    `- ${count(requests.length, 'request')} debugged, ${count(stops, 'stop')}`,
    ...(row.endReason === null ? [] : [`- Ended: ${ENDINGS[row.endReason]}`]), '',
    ...(requests.length === 0 ? [] : ['| request | type | started | took | stops | outcome |', '|---|---|---|---|---|---|', ...requests.map(each => `| ${each.entryPoint.replaceAll('|', '\\|')} | ${each.type} | ${new Date(each.startedAt).toISOString()} | ${each.durationMs === null ? '–' : duration(each.durationMs)} | ${each.stops} | ${each.success === null ? 'unknown' : each.success ? 'succeeded' : 'failed'} |`)]),
  ].join('\n');
  return { sessionId: row.id, durationMs, requests, stops, markdown: `${markdown.trimEnd()}\n` };
}

const ENDINGS: Readonly<Record<SessionEndReason, string>> = {
  stopped: 'stopped by the developer', idle: 'idle for too long (T14)', lifetime: 'the longest time was reached (T15)', grantEnded: 'the Login Access ended (T1)', grantRevoked: 'the customer revoked the Login Access (T1)',
  loggedOut: 'the developer returned to the Subscriber Overview (D13)', endedByOther: 'a coworker ended it (D1)', endedByCustomer: 'an admin of the customer ended it (D1)', orphaned: 'its client went away (D3)', maintenance: 'maintenance (D10)',
};

/** Words of a path that hold a digit are ids and names of customers' records, and a query is all values. */
export function redactEntryPoint(entryPoint: string): string {
  return entryPoint.replace(/\?.*$/, '').split('/').map(part => (/\d/.test(part) && !/^v\d+\.\d+$/.test(part) ? '…' : part)).join('/');
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
