import { html } from '../html.ts';
import { SETUP_PAGES } from '../navigation.ts';
import { page } from '../page.ts';
import type { PageAnswer } from '../page.ts';

/** `/setup` */
export function showSetup(): PageAnswer {
  return page('Setup', html`<ul class="cards">${SETUP_PAGES.map(({ path, label, about }) => html`<li><a class="card" href="${path}"><strong>${label}</strong><span class="hint">${about}</span></a></li>`)}</ul>`);
}
