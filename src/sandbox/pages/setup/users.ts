import { table } from '../forms.ts';
import { html } from '../html.ts';
import { page } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { showDateTime } from '../times.ts';

/** `/setup/users`: who is in the org, with what licenses and permissions. */
export function showUsers({ site, org, user: viewer }: UserRequest): PageAnswer {
  const licenses = site.licenses.list(org);
  const grants = site.directory.activeGrants(org);
  const rows = org.users.map(user => {
    const grant = grants.find(each => each.userId === user.id);
    return [
      html`${user.name}<br><span class="hint">${user.userName}</span>`, user.profile,
      html`${licenses.filter(each => site.licenses.isLicensed(org, each, user.id)).map(each => html`<span class="badge">${each.namespace}</span> `)}`,
      grant ? html`<span class="badge good">until ${showDateTime(grant.expiresAt, viewer)}</span>` : '–',
      html`<details><summary>${user.permissions.length}</summary>${user.permissions.map(words).join(', ')}</details>`,
    ];
  });
  return page('Users', table(`Users of ${org.name}`, ['Name', 'Profile', 'Package licenses', 'Grants login access', 'Permissions'], rows));
}

/** `ModifyAllData` → `Modify All Data` */
const words = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2');
