import type { SessionReport } from '../../../protocol/partner.ts';
import type { ParamsOf, ResultOf, SessionInfo, SessionLease } from '../../../protocol/rpc.ts';
import { WireError } from '../../../protocol/errors.ts';
import type { Login, LoginCase } from '../../partner/logins.ts';
import { sessionReport } from '../../partner/session-report.ts';
import type { AcquireRequest } from '../../partner/sessions.ts';
import type { SessionRow } from '../../partner/store.ts';
import type { Caller, HubContext } from '../context.ts';
import { logIn } from './login.ts';

export async function acquireSession(hub: HubContext, caller: Caller, { loginId, ...request }: ParamsOf<'session/acquire'>): Promise<SessionLease> {
  return acquire(hub, caller, hub.logins.get(caller.engineer.userName, loginId), { ...request, filters: request.filters ?? {} });
}

async function acquire(hub: HubContext, { connection, engineer }: Caller, login: Login, request: AcquireRequest): Promise<SessionLease> {
  const session = await hub.sessions.acquire(engineer, login, request);
  hub.relay.hold(session.id);
  if (hub.clients.has(connection)) hub.clients.own(session.id, connection);
  // It went away while it waited.
  else if (hub.rules.holds('D3')) hub.sessions.orphan(session.id);
  hub.clients.toAll('orgs/changed', {});
  return session;
}

/** The developer's session that something is asked of: whoever holds it and asks has heard that it does, and so has its token. */
export function ownSession(hub: HubContext, { connection, engineer }: Caller, sessionId: string): SessionRow {
  const row = hub.sessions.get(engineer.userName, sessionId);
  if (hub.clients.isOwner(sessionId, connection)) hub.sessions.acknowledge(sessionId);
  return row;
}

/** Of a session of one's own, while it lasts or after. */
export function reportSession(hub: HubContext, { engineer }: Caller, { sessionId }: ParamsOf<'session/report'>): SessionReport {
  const row = hub.sessions.find(sessionId)?.developer === engineer.userName ? hub.sessions.get(engineer.userName, sessionId) : hub.sessions.findEnded(engineer.userName, sessionId);
  const org = hub.directory.orgById(row.orgId);
  return sessionReport(row, org.name, hub.directory.userOf(org, row.userId).userName, caseOf(hub, row), row.endedAt ?? hub.clock.now(), hub.store.journal.of(row.id));
}

/** T9: why its developer logged in. */
function caseOf(hub: HubContext, { orgId, userId, developer, startedAt }: SessionRow): LoginCase {
  const own = hub.store.usesOf(orgId, userId, 0).filter(use => use.developer === developer);
  // A clock that was set back makes a login later than its session.
  return own.find(use => use.at <= startedAt) ?? own[0] ?? { caseNumber: null, reason: null };
}

export function listSessions(hub: HubContext, { engineer }: Caller, { org }: ParamsOf<'session/list'>): ResultOf<'session/list'> {
  const orgId = org === undefined ? null : hub.directory.findOrg(org).id;
  const mayManage = engineer.permissions.includes('ViewAndDebugManagedApex');
  const rows = hub.sessions.list().filter(row => (orgId === null || row.orgId === orgId) && (mayManage || row.developer === engineer.userName));
  return { sessions: rows.map(row => hub.sessions.info(row)) };
}

export async function endSession(hub: HubContext, { engineer }: Caller, { sessionId }: ParamsOf<'session/end'>): Promise<Record<string, never>> {
  const row = hub.sessions.find(sessionId);
  if (!row) {
    // Ended already, or never there: the latter is an error.
    hub.sessions.findEnded(engineer.userName, sessionId);
    return {};
  }
  const isOwn = row.developer === engineer.userName;
  if (!isOwn) {
    hub.rules.checkEndOthersSession(engineer, row.developer);
    hub.store.audit.append({ at: hub.clock.now(), actor: engineer.userName, action: 'endOthersSession', orgId: row.orgId, detail: `${row.developer} ${row.id}` });
  }
  await hub.sessions.end(sessionId, isOwn ? 'stopped' : 'endedByOther');
  return {};
}

export async function renewSession(hub: HubContext, caller: Caller, { sessionId }: ParamsOf<'session/renew'>): Promise<SessionLease> {
  const { engineer } = caller;
  const row = hub.sessions.findEnded(engineer.userName, sessionId);
  if (!hub.rules.holds('D14')) throw new WireError('sessionEnded', 'The session ended. Do every step again.');
  const { caseNumber, reason } = caseOf(hub, row);
  const login = await logIn(hub, caller, { org: row.orgId, user: row.userId, ...(caseNumber === null ? {} : { caseNumber }), ...(reason === null ? {} : { reason }) });
  const session = await acquire(hub, caller, login, { filters: row.filters, resume: true });
  const renewed = hub.sessions.get(engineer.userName, session.id);
  hub.relay.copySettings(row.id, renewed.id);
  await hub.relay.restore(renewed);
  hub.relay.ready(renewed);
  return session;
}

/** T14. */
export function sessionActivity(hub: HubContext, caller: Caller, { sessionId }: ParamsOf<'session/activity'>): SessionInfo {
  ownSession(hub, caller, sessionId);
  hub.sessions.touch(sessionId);
  return hub.sessions.info(hub.sessions.get(caller.engineer.userName, sessionId));
}
