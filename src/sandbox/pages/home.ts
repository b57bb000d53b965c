import { html } from './html.ts';
import { mayUseSetup } from './navigation.ts';
import { page } from './page.ts';
import type { PageAnswer, UserRequest } from './page.ts';

/** `/`: what a user can do here. */
export function showHome({ org, user }: UserRequest): PageAnswer {
  const tile = (path: string, label: string, text: string): ReturnType<typeof html> => html`<li><a class="card" href="${path}"><strong>${label}</strong><span class="hint">${text}</span></a></li>`;
  return page(`Welcome, ${user.name}`, html`<p>You are logged in to ${org.name} as <strong>${user.userName}</strong> (${user.profile}).</p>
  <ul class="cards">
    ${tile('/records', 'Records', 'Look at, create, edit and delete records. Triggers run, and stop at breakpoints of a debugging session.')}
    ${tile('/settings/login-access', 'Grant Login Access', 'Let a partner log in as you for a time you choose.')}
    ${mayUseSetup(user) && tile('/setup', 'Setup', 'Users, packages, debugging sessions and what administrators decide.')}
  </ul>`);
}
