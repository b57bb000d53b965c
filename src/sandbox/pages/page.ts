/** What a page gets and gives. */
import type { Actor, WorldOrg } from '../partner/world.ts';
import type { Html } from './html.ts';
import type { Place } from './navigation.ts';
import type { Notice, PageSession } from './page-sessions.ts';
import type { Site } from './site.ts';

export interface PageRequest {
  readonly site: Site;
  /** Parts of the path that the route names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Of a POST; its CSRF token has been checked. */
  readonly form: URLSearchParams;
  readonly session: PageSession;
}

/** Of a user who has logged in. */
export interface UserRequest extends PageRequest {
  readonly org: WorldOrg;
  /** With the partner's developer who is logged in as the user. */
  readonly user: Actor;
}

export type PageAnswer =
  | { readonly kind: 'page'; readonly title: string; readonly body: Html; readonly status?: number; /** What the page is a part of. */ readonly parent?: Place; /** Of the partner, not of the org one may be logged in to. */ readonly isPartner?: boolean; /** Opened by itself. */ readonly onward?: string; /** Runs `passkey.js`. */ readonly hasScript?: boolean }
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'redirect'; readonly to: string }
  /** The browser gets another session, and goes on there. */
  | { readonly kind: 'session'; readonly session: PageSession | null; readonly to: string };

export const page = (title: string, body: Html, options: { status?: number; parent?: Place; isPartner?: boolean; onward?: string; hasScript?: boolean } = {}): PageAnswer => ({ kind: 'page', title, body, ...options });

/** To another page, which says what was done. */
export function redirect(to: string, visit?: { readonly session: PageSession | null }, notice?: Notice): PageAnswer {
  if (visit?.session && notice) visit.session.notice = notice;
  return { kind: 'redirect', to };
}

export type Route = { readonly method: 'GET' | 'POST'; /** `/records/:object` */ readonly path: string } & (
  | { readonly access: 'anyone'; answer(request: PageRequest): PageAnswer | Promise<PageAnswer> }
  /** `setup`: those who may see Setup. */
  | { readonly access: 'user' | 'setup'; answer(request: UserRequest): PageAnswer | Promise<PageAnswer> }
);
