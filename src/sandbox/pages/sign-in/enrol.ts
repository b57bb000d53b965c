import type { Engineer } from '../../partner/world.ts';
import { postForm } from '../forms.ts';
import { html } from '../html.ts';
import type { Place } from '../navigation.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, PageRequest } from '../page.ts';
import { ceremony, readPasskey } from './ceremony.ts';
import { chosenEngineer, FACTORS, provenEngineer, VERIFY } from './partner.ts';
import { qrCode } from './qr.ts';

export const ENROL_APP = '/partner/enrol-app';
export const ENROL_PASSKEY = '/partner/enrol-passkey';

/** Whose factor is set up: a first one by who comes first, a further one by who has proved one (T8). */
function enrolling(request: PageRequest): { engineer: Engineer; parent: Place; next: string } {
  const proven = provenEngineer(request);
  const engineer = proven ?? chosenEngineer(request);
  request.site.mfa.checkEnrolment(engineer, proven?.userName ?? null);
  return proven ? { engineer, parent: { path: FACTORS, label: 'Your second factors' }, next: FACTORS } : { engineer, parent: { path: VERIFY, label: 'Other ways' }, next: VERIFY };
}

/** `/partner/enrol-passkey` */
export async function showEnrolPasskey(request: PageRequest): Promise<PageAnswer> {
  const { engineer, parent } = enrolling(request);
  const content = html`<div class="field"><label for="name">What you call it</label><input id="name" name="name" type="text" value="Passkey" maxlength="60" required></div>`;
  return page('Set up a passkey', ceremony(request, { action: ENROL_PASSKEY, kind: 'create', options: await request.site.passkeys.registrationOptions(engineer), content, button: 'Create a Passkey' }), { isPartner: true, parent, hasScript: true });
}

export async function enrolPasskey(request: PageRequest): Promise<PageAnswer> {
  const { site, form } = request;
  const { engineer, next } = enrolling(request);
  const name = form.get('name')?.trim().slice(0, 60) || 'Passkey';
  await site.passkeys.register(engineer, name, readPasskey(form.get('passkey') ?? '') as Parameters<typeof site.passkeys.register>[2]);
  return redirect(next, request, { kind: 'success', text: `“${name}” is set up.${next === VERIFY ? ' Use it now to sign in.' : ''}` });
}

/** `/partner/enrol-app`: the secret as a QR code. */
export function showEnrolApp(request: PageRequest): PageAnswer {
  const { engineer, parent } = enrolling(request);
  const { site, session } = request;
  const { secret, uri } = session.app ??= site.mfa.enrol(engineer);
  return page('Set up an authenticator app', html`<section class="panel"><p>Scan this with the app, or type the key into it. Then type the code that it shows.</p>
  ${qrCode(uri, `QR code for ${engineer.userName}`)}<p>Key: <code>${secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></p>
  ${postForm(request, ENROL_APP, html`<div class="field"><label for="code">Code</label><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required></div><div class="actions"><button type="submit" class="button primary">Confirm</button></div>`)}</section>`, { isPartner: true, parent });
}

export function confirmApp(request: PageRequest): PageAnswer {
  const { engineer, next } = enrolling(request);
  const codes = request.site.mfa.confirm(engineer, request.form.get('code')?.trim() ?? '');
  request.session.app = null;
  return keepRecoveryCodes(codes, next);
}

/** Answered where they were asked for, for they are shown once. */
export const keepRecoveryCodes = (codes: readonly string[], next: string): PageAnswer => page('Keep your recovery codes', html`<section class="panel"><p>Each signs you in once when your device is not at hand. They are shown this one time.</p>
  <ul class="codes">${codes.map(each => html`<li><code>${each}</code></li>`)}</ul><div class="actions"><a class="button primary" href="${next}">I kept them</a></div></section>`, { isPartner: true });
