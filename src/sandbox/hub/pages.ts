/** Puts the web pages on top of the hub: a listener of their own, and requests to orgs as the orgs' own users. */
import { WireError } from '../../protocol/errors.ts';
import type { Actor, WorldOrg } from '../partner/world.ts';
import { listenForPages } from '../pages/listener.ts';
import type { PagesListener, PagesListenerOptions } from '../pages/listener.ts';
import { PageSessions } from '../pages/page-sessions.ts';
import { answerPage } from '../pages/router.ts';
import type { RecordAccess, RecordRequest, Site } from '../pages/site.ts';
import type { HubContext } from './context.ts';

export interface PagesOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly headersTimeoutMs?: number;
  /** Of a team's server: for its developers' browsers, each through a login of theirs. */
  readonly elsewhere?: NonNullable<PagesListenerOptions['elsewhere']>;
  onError(error: unknown): void;
}

export function startPages(hub: HubContext, options: PagesOptions): Promise<PagesListener> {
  const { clock, directory, rules, store, sessions, access, approvals, licenses, debugLogs, signInCodes, loginTickets, logins, mfa, passkeys, ownNamespaces, pagesAddress } = hub;
  const site: Site = { clock, directory, rules, store, sessions, access, approvals, licenses, debugLogs, signInCodes, loginTickets, logins, mfa, passkeys, ownNamespaces, address: pagesAddress, pageSessions: new PageSessions(clock), isForPartners: options.elsewhere !== undefined, records: recordAccess(hub) };
  return listenForPages({ ...options, answer: (request, response, address) => answerPage(site, request, response, address, options.onError) });
}

function recordAccess({ runners, runs }: Pick<HubContext, 'runners' | 'runs'>): RecordAccess {
  const write = async (org: WorldOrg, user: Actor, { method, path, body, entryPoint }: RecordRequest): ReturnType<RecordAccess['send']> => {
    const request = { method, path, headers: {}, body: body === undefined ? '' : JSON.stringify(body), entry: 'ui' } as const;
    const { response } = await runs.run({ org, orgId: org.id, userId: user.id, developer: user.delegate ?? '' }, { type: 'ui', entryPoint: entryPoint ?? `${method} ${path}` }, (runner, context) => runner.writeRecord(context, request));
    if (!response) throw new WireError('requestFailed', 'The save was cancelled. Nothing was saved.');
    return response;
  };
  return {
    // Reading runs no Apex.
    send: async (org, user, request) => (request.method === 'GET' ? (await runners.get(org)).restRecords({ userId: user.id, method: 'GET', path: request.path, headers: {}, body: '' }) : write(org, user, request)),
    query: async (org, user, soql) => (await runners.get(org)).query({ userId: user.id, soql }),
  };
}
