/** Parts of forms that every page makes the same way. */
import { html } from './html.ts';
import type { Html, Piece } from './html.ts';
import type { PageRequest } from './page.ts';

/** A form that changes something; it carries the session's token. */
export const postForm = ({ session }: Pick<PageRequest, 'session'>, action: string, content: Piece, className = 'form'): Html =>
  html`<form method="post" action="${action}" class="${className}"><input type="hidden" name="csrf" value="${session.csrf}">${content}</form>`;

/** A button that changes something by itself. */
export const postButton = (request: PageRequest, action: string, label: string, { className = 'button', describedAs = label }: { className?: string; describedAs?: string } = {}): Html =>
  postForm(request, action, html`<button type="submit" class="${className}" aria-label="${describedAs}">${label}</button>`, 'inline');

/** Where a person goes after logging in; only to a page of ours. */
export function safePath(given: string | null): string {
  if (given === null || !/^\/(?![/\\])[\w/?=&%.+~-]*$/.test(given)) return '/';
  return given;
}

export const isTicked = (form: URLSearchParams, name: string): boolean => form.get(name) === 'on';

export const emptyState = (text: Piece): Html => html`<p class="empty">${text}</p>`;

export function table(caption: string, headings: readonly string[], rows: readonly (readonly Piece[])[]): Html {
  return html`<div class="scroll"><table>
    <caption>${caption}</caption>
    <thead><tr>${headings.map(each => html`<th scope="col">${each}</th>`)}</tr></thead>
    <tbody>${rows.map(row => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}</tbody>
  </table></div>`;
}
