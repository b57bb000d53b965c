import { postForm } from '../forms.ts';
import { html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, PageRequest } from '../page.ts';
import { ceremony, readPasskey } from './ceremony.ts';
import { chosenEngineer, VERIFY } from './partner.ts';
import { qrCode } from './qr.ts';

export const ENROL_APP = '/partner/enrol-app';
export const ENROL_PASSKEY = '/partner/enrol-passkey';
const BACK = { path: VERIFY, label: 'Other ways' };

/** `/partner/enrol-passkey` */
export async function showEnrolPasskey(request: PageRequest): Promise<PageAnswer> {
  const engineer = chosenEngineer(request);
  request.site.mfa.checkEnrolment(engineer, null);
  const content = html`<div class="field"><label for="name">What you call it</label><input id="name" name="name" type="text" value="Passkey" maxlength="60" required></div>`;
  return page('Set up a passkey', ceremony(request, { action: ENROL_PASSKEY, kind: 'create', options: await request.site.passkeys.registrationOptions(engineer), content, button: 'Create a Passkey' }), { isPartner: true, parent: BACK, hasScript: true });
}

export async function enrolPasskey(request: PageRequest): Promise<PageAnswer> {
  const { site, form } = request;
  const engineer = chosenEngineer(request);
  site.mfa.checkEnrolment(engineer, null);
  const name = form.get('name')?.trim().slice(0, 60) || 'Passkey';
  await site.passkeys.register(engineer, name, readPasskey(form.get('passkey') ?? '') as Parameters<typeof site.passkeys.register>[2]);
  return redirect(VERIFY, request, { kind: 'success', text: `“${name}” is set up. Use it now to sign in.` });
}

/** `/partner/enrol-app`: the secret as a QR code. */
export function showEnrolApp(request: PageRequest): PageAnswer {
  const engineer = chosenEngineer(request);
  const { site, session } = request;
  site.mfa.checkEnrolment(engineer, null);
  const { secret, uri } = session.signIn?.app ?? site.mfa.enrol(engineer);
  if (session.signIn) session.signIn = { ...session.signIn, app: { secret, uri } };
  return page('Set up an authenticator app', html`<section class="panel"><p>Scan this with the app, or type the key into it. Then type the code that it shows.</p>
  ${qrCode(uri, `QR code for ${engineer.userName}`)}<p>Key: <code>${secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></p>
  ${postForm(request, ENROL_APP, html`<div class="field"><label for="code">Code</label><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required></div><div class="actions"><button type="submit" class="button primary">Confirm</button></div>`)}</section>`, { isPartner: true, parent: BACK });
}

export function confirmApp(request: PageRequest): PageAnswer {
  const engineer = chosenEngineer(request);
  request.site.mfa.checkEnrolment(engineer, null);
  const recoveryCodes = request.site.mfa.confirm(engineer, request.form.get('code')?.trim() ?? '');
  return page('Keep your recovery codes', html`<section class="panel"><p>Each signs you in once when your device is not at hand. They are shown this one time.</p>
  <ul class="codes">${recoveryCodes.map(each => html`<li><code>${each}</code></li>`)}</ul><div class="actions"><a class="button primary" href="${VERIFY}">I kept them</a></div></section>`, { isPartner: true });
}
