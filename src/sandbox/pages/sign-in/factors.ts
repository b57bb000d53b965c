import type { MfaStatus } from '../../../protocol/identity.ts';
import { emptyState, postForm, table } from '../forms.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, PageRequest } from '../page.ts';
import { showDate } from '../times.ts';
import { ENROL_APP, ENROL_PASSKEY, keepRecoveryCodes } from './enrol.ts';
import { FACTORS, PARTNER, provenEngineer } from './partner.ts';

/** `/partner/factors`: an engineer's second factors (T8), for who has just proved one of them in this browser. */
export function showFactors(request: PageRequest): PageAnswer {
  const engineer = provenEngineer(request);
  if (!engineer) return askFirst(request);
  const status = request.site.mfa.status(engineer);
  return page('Your second factors', html`<p>You are ${engineer.name}. Keep at least two: who loses the only one has to ask who runs the sandbox to reset it.</p>
  ${passkeys(request, status)}
  ${status.methods.includes('code') && html`${app(status)}${recoveryCodes(request, status)}`}`, { isPartner: true });
}

function passkeys(request: PageRequest, { passkeys: all }: MfaStatus): Html {
  const remove = (id: string, name: string): Html => postForm(request, FACTORS, html`<button type="submit" class="button danger" name="remove" value="${id}" aria-label="Remove ${name}">Remove</button>`, 'inline');
  const heading = 'Passkeys and security keys';
  return html`<section class="panel">
  ${all.length === 0 ? html`<h2>${heading}</h2>${emptyState('You have none.')}` : table(heading, ['Name', 'Added', ''], all.map(({ id, name, createdAt }) => [name, showDate(createdAt, { locale: 'en_US', timeZone: 'UTC' }), remove(id, name)]))}
  <div class="actions"><a class="button primary" href="${ENROL_PASSKEY}">Add a Passkey</a></div></section>`;
}

function app({ hasCode }: MfaStatus): Html {
  return html`<section class="panel"><h2>Authenticator app</h2><p>${hasCode ? 'An app is set up. With another one, this one no longer counts.' : 'No app is set up.'}</p>
  <div class="actions"><a class="button" href="${ENROL_APP}">${hasCode ? 'Set Up Another App' : 'Set Up an App'}</a></div></section>`;
}

function recoveryCodes(request: PageRequest, { recoveryCodesLeft }: MfaStatus): Html {
  return html`<section class="panel"><h2>Recovery codes</h2><p>${recoveryCodesLeft === 0 ? 'There are none.' : `${recoveryCodesLeft} left. New ones take their place.`}</p>
  ${postForm(request, FACTORS, html`<button type="submit" class="button" name="renew" value="recoveryCodes">New Recovery Codes</button>`, 'actions')}</section>`;
}

/** Removes a passkey, or makes new recovery codes. */
export function changeFactors(request: PageRequest): PageAnswer {
  const { site, form } = request;
  const engineer = provenEngineer(request);
  if (!engineer) return askFirst(request);
  if (form.get('renew') === 'recoveryCodes') return keepRecoveryCodes(site.mfa.renewRecoveryCodes(engineer), FACTORS);
  const name = site.mfa.removePasskey(engineer, form.get('remove') ?? '');
  return redirect(FACTORS, request, { kind: 'success', text: `“${name}” no longer signs you in.` });
}

function askFirst({ session }: PageRequest): PageAnswer {
  session.signIn = { back: null, engineer: null };
  return redirect(PARTNER);
}
