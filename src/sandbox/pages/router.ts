import type { IncomingMessage, ServerResponse } from 'node:http';
import { WireError } from '../../protocol/errors.ts';
import { findAsset } from './assets.ts';
import { BadForm, readForm } from './form-body.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { answerText, securityHeaders } from './listener.ts';
import { mayUseSetup } from './navigation.ts';
import { page, redirect } from './page.ts';
import type { PageAnswer, Route, UserRequest } from './page.ts';
import { isCsrfToken } from './page-sessions.ts';
import type { PageSession } from './page-sessions.ts';
import { partnerRoutes, routes } from './routes.ts';
import { approvalsFor } from './settings/approvals.ts';
import type { Site } from './site.ts';

interface Visit {
  readonly site: Site;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Cookies go to every port of a host. */
  readonly cookieName: string;
  /** Of the cookie. */
  readonly attributes: string;
  session: PageSession | null;
  readonly onError: (error: unknown) => void;
}

/** Answers one request of a browser, by the table of routes. */
export async function answerPage(site: Site, request: IncomingMessage, response: ServerResponse, address: string, onError: (error: unknown) => void): Promise<void> {
  const url = urlOf(request.url ?? '', address);
  if (!url) return answerText(response, 400, 'The address is malformed.');
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  const asset = findAsset(url.pathname);
  if (asset) {
    if (!isReading) return answerText(response, 405, 'There is nothing to send here.', { Allow: 'GET, HEAD' });
    response.writeHead(200, { ...securityHeaders(), 'Content-Type': asset.type, 'Cache-Control': 'no-cache' }).end(request.method === 'HEAD' ? undefined : asset.content);
    return;
  }
  const isSecure = url.protocol === 'https:';
  // The prefix keeps other hosts of the domain from setting it. Source: RFC 6265bis, 4.1.3.
  const cookieName = `${isSecure ? '__Host-' : ''}isv_pages_${url.port}`;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  // A link from elsewhere brings no strict cookie: without another step, the session there is would be taken for none.
  if (isReading && request.headers['sec-fetch-site'] !== undefined && !['same-origin', 'none'].includes(request.headers['sec-fetch-site'])) {
    const onward = url.pathname + url.search;
    const text = layout({ title: 'One moment', body: html`<p><a href="${onward}">Go on</a></p>`, parent: null, onward, hasScript: false, viewer: null, csrf: null, waiting: 0, notice: null, path: url.pathname });
    response.writeHead(200, { ...securityHeaders(), 'Content-Type': 'text/html; charset=utf-8' }).end(request.method === 'HEAD' ? undefined : text);
    return;
  }
  const visit: Visit = { site, request, response, url, cookieName, attributes, session: site.pageSessions.find(cookieOf(request, cookieName)), onError };
  const found = matching(site.isForPartners ? partnerRoutes : routes, url.pathname);
  if (found.length === 0) return send(visit, page('Page not found', html`<p>There is no page at this address. <a href="/">Go to the start page</a>.</p>`, { status: 404 }));
  const match = found.find(({ route }) => route.method === (isReading ? 'GET' : request.method));
  if (!match) {
    const allowed = found.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
    return answerText(response, 405, 'This address does not take that.', { Allow: [...new Set(allowed)].join(', ') });
  }
  send(visit, await answerOf(visit, match.route, match.params));
}

async function answerOf(visit: Visit, route: Route, params: Readonly<Record<string, string>>): Promise<PageAnswer> {
  const { site, request, url } = visit;
  try {
    let form = new URLSearchParams();
    if (route.method === 'POST') {
      form = await readForm(request);
      if (!visit.session || !isCsrfToken(visit.session, form.get('csrf') ?? '')) {
        return page('Please try again', html`<p>This form is out of date: you logged in again, or did nothing for a long time. Nothing was changed. <a href="/">Go to the start page</a>.</p>`, { status: 403 });
      }
    }
    const viewer = viewerOf(visit);
    if (route.access === 'anyone') {
      visit.session ??= site.pageSessions.open();
      return await route.answer({ site, params, query: url.searchParams, form, session: visit.session });
    }
    if (!viewer && visit.session?.viewer?.loginId !== undefined) {
      const session = site.pageSessions.open();
      session.notice = { kind: 'info', text: 'Your login through Login Access has ended.' };
      return { kind: 'session', session, to: '/login' };
    }
    if (!viewer || !visit.session) {
      const next = route.method === 'GET' && url.pathname !== '/' ? `?next=${encodeURIComponent(url.pathname + url.search)}` : '';
      return { kind: 'redirect', to: `/login${next}` };
    }
    if (route.access === 'setup' && !mayUseSetup(viewer.user)) return page('Insufficient privileges', html`<p>Setup is for administrators of ${viewer.org.name}. You need the permission “View Setup and Configuration”.</p>`, { status: 403 });
    return await route.answer({ site, params, query: url.searchParams, form, session: visit.session, ...viewer });
  } catch (error) {
    // A form that was refused is shown again, with the reason.
    if (error instanceof WireError && route.method === 'POST' && visit.session) return redirect(url.pathname, visit, { kind: 'error', text: error.message });
    return failure(error, visit.onError);
  }
}

function failure(error: unknown, onError: (error: unknown) => void): PageAnswer {
  if (error instanceof BadForm) return page('The form was not accepted', html`<p>${error.message}</p>`, { status: error.status });
  if (error instanceof WireError) return page('That did not work', html`<p class="message error" role="alert">${error.message}</p>`, { status: STATUS[error.data.id] ?? 400 });
  onError(error);
  return page('Something went wrong', html`<p>The sandbox failed on this page; its log says more.</p>`, { status: 500 });
}

const STATUS: Readonly<Record<string, number>> = { missingPermission: 403, unknownLog: 404, noAccess: 403, unknownOrg: 404, unknownUser: 404, unknownSession: 404, runnerDied: 503, notSupported: 501, internal: 500 };

/** Null: nobody, or someone there is no more. */
function viewerOf({ site, session }: Visit): Pick<UserRequest, 'org' | 'user'> | null {
  if (!session?.viewer) return null;
  const { orgId, userId, loginId } = session.viewer;
  const login = loginId === undefined ? undefined : site.logins.find(loginId);
  if (login === null) return null;
  const org = site.directory.orgs.find(each => each.id === orgId);
  const user = org?.users.find(each => each.id === userId);
  return org && user ? { org, user: login ? { ...user, delegate: login.developer } : user } : null;
}

function send(visit: Visit, answer: PageAnswer): void {
  const { response, request, cookieName, attributes, url } = visit;
  const headers = securityHeaders(answer.kind === 'page' && answer.hasScript === true);
  let { session } = visit;
  if (answer.kind === 'session') {
    if (visit.session) visit.site.pageSessions.end(visit.session);
    session = answer.session;
  }
  const given = cookieOf(request, cookieName);
  if (session && session.id !== given) headers['Set-Cookie'] = `${cookieName}=${session.id}; ${attributes}`;
  else if (!session && given !== null) headers['Set-Cookie'] = `${cookieName}=; ${attributes}; Max-Age=0`;
  if (!request.complete) headers['Connection'] = 'close';
  if (answer.kind === 'file') {
    response.writeHead(200, { ...headers, 'Content-Type': 'text/plain; charset=utf-8', 'Content-Disposition': `attachment; filename="${answer.name}"` }).end(request.method === 'HEAD' ? undefined : answer.text);
    return;
  }
  if (answer.kind !== 'page') {
    response.writeHead(303, { ...headers, Location: answer.to }).end();
    return;
  }
  const notice = session?.notice ?? null;
  if (session) session.notice = null;
  const viewer = answer.isPartner === true ? null : viewerOf(visit);
  const waiting = viewer ? approvalsFor({ site: visit.site, ...viewer }).length : 0;
  const text = layout({ title: answer.title, body: answer.body, parent: answer.parent ?? null, onward: answer.onward ?? null, hasScript: answer.hasScript === true, viewer, waiting, csrf: session?.csrf ?? null, notice, path: url.pathname });
  response.writeHead(answer.status ?? 200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(request.method === 'HEAD' ? undefined : text);
}

/** Null: not an address of ours. */
function urlOf(target: string, address: string): URL | null {
  if (!target.startsWith('/') || !URL.canParse(target, address)) return null;
  const url = new URL(target, address);
  // `/.//host` is a path of ours, and would be another host's address in a link.
  return url.origin === address && !url.pathname.startsWith('//') ? url : null;
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value !== undefined && /^[\w-]{43}$/.test(value)) return value;
  }
  return null;
}

function matching(table: readonly Route[], path: string): { readonly route: Route; readonly params: Readonly<Record<string, string>> }[] {
  const parts = path.split('/');
  return table.flatMap(route => {
    const params = paramsOf(route.path.split('/'), parts);
    return params ? [{ route, params }] : [];
  });
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const given = parts[index] ?? '';
    if (!wanted.startsWith(':')) {
      if (wanted !== given) return null;
    } else if (/^\w{1,80}$/.test(given)) params[wanted.slice(1)] = given;
    else return null;
  }
  return params;
}

