import { html } from '../html.ts';
import type { Piece } from '../html.ts';
import { orgBadge } from '../layout.ts';
import { page } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';

const LICENSES = { full: 'Salesforce', platform: 'Salesforce Platform', none: 'None that lets partners in' } as const;

/** `/setup/company`: the org's own Company Information, which the partner sees too (T6). */
export function showCompany({ org }: UserRequest): PageAnswer {
  const { contact } = org;
  const rows: readonly (readonly [string, Piece])[] = [
    ['Organization Name', org.name], ['Salesforce.com Organization ID', org.id], ['Instance', org.instance], ['Kind', orgBadge(org.kind, org.instance)], ['User licenses', LICENSES[org.license]],
    ['Government Cloud', org.isGovernment ? 'Yes' : 'No'], ['Primary Contact', contact.name], ['Email', contact.email], ['Phone', contact.phone],
  ];
  return page('Company Information', html`<section class="panel"><dl class="fields">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value ?? html`<span class="hint">–</span>`}</dd></div>`)}</dl></section>`);
}
