import { attribute, html } from './html.ts';
import type { Html } from './html.ts';
import { mainPlaces, mayUseSetup, SETUP_PAGES } from './navigation.ts';
import type { Place } from './navigation.ts';
import type { UserRequest } from './page.ts';
import type { Notice } from './page-sessions.ts';

export interface LayoutOptions {
  readonly title: string;
  readonly body: Html;
  readonly parent: Place | null;
  /** Where the browser goes by itself. */
  readonly onward: string | null;
  readonly hasScript: boolean;
  readonly viewer: Pick<UserRequest, 'org' | 'user'> | null;
  readonly csrf: string | null;
  /** Logins that wait for the viewer's decision. */
  readonly waiting: number;
  readonly notice: Notice | null;
  readonly path: string;
}

/** The frame around every page: where one is, as whom, and where one can go. */
export function layout({ title, body, parent, onward, hasScript, viewer, csrf, waiting, notice, path }: LayoutOptions): string {
  const isSetup = viewer !== null && path.startsWith('/setup') && mayUseSetup(viewer.user);
  const main = html`<main id="content" tabindex="-1">
    ${notice && html`<p class="message ${notice.kind}" role="${notice.kind === 'error' ? 'alert' : 'status'}">${notice.text}</p>`}
    ${parent && html`<p class="crumbs"><a href="${parent.path}">${parent.label}</a></p>`}
    <h1>${title}</h1>
    ${body}
  </main>`;
  return `<!doctype html>\n${html`<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} – ${viewer?.org.name ?? 'Sandbox'}</title>
  <link rel="stylesheet" href="/pages.css">
  ${onward !== null && html`<meta http-equiv="refresh" content="0;url=${onward}">`}
  <link rel="icon" type="image/svg+xml" href="/icon.svg">
  ${hasScript && html`<script src="/passkey.js" defer></script>`}
</head>
<body>
  <a class="skip" href="#content">Skip to content</a>
  ${viewer ? header(viewer, csrf, waiting, path) : html`<header class="top"><a class="brand" href="/">${path.startsWith('/partner/') ? 'License Management Org' : 'Sandbox'}</a></header>`}
  ${viewer?.user.delegate !== undefined && html`<p class="delegate">${viewer.user.delegate} is logged in as ${viewer.user.name} through Login Access.</p>`}
  ${isSetup ? html`<div class="with-side">${sideNavigation(path)}${main}</div>` : main}
  <footer>A simulated org. Nothing here is sent to a real one.</footer>
</body>
</html>`.text}`;
}

function header({ org, user }: NonNullable<LayoutOptions['viewer']>, csrf: string | null, waiting: number, path: string): Html {
  return html`<header class="top">
    <a class="brand" href="/">${org.name}</a><span class="badge">${orgBadge(org.kind, org.instance)}</span>
    <nav aria-label="Main">${mainPlaces(user, waiting).map(place => link(place, place.path === '/' ? path === '/' : path.startsWith(place.path)))}</nav>
    <form method="post" action="/logout" class="who"><span title="${user.userName}">${user.name}</span><input type="hidden" name="csrf" value="${csrf ?? ''}"><button type="submit" class="quiet">Log Out</button></form>
  </header>`;
}

const KINDS: Readonly<Record<string, string>> = {
  production: 'Production', developer: 'Developer Sandbox', developerPro: 'Developer Pro Sandbox', partialCopy: 'Partial Copy Sandbox', full: 'Full Sandbox', scratch: 'Scratch Org', project: 'Sandbox of a Project',
};

export const orgBadge = (kind: string, instance: string): string => `${KINDS[kind] ?? kind} · ${instance}`;

function sideNavigation(path: string): Html {
  return html`<nav class="side" aria-label="Setup">${SETUP_PAGES.map(place => link(place, path.startsWith(place.path)))}</nav>`;
}

const link = ({ path, label, count = 0 }: Place & { readonly count?: number }, isCurrent: boolean): Html =>
  html`<a href="${path}"${attribute('aria-current', isCurrent ? 'page' : null)}>${label}${count > 0 && html` <span class="count">${count}<span class="unseen"> waiting</span></span>`}</a>`;
