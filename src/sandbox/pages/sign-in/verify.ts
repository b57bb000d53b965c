import type { MfaStatus, SignInFactors } from '../../../protocol/identity.ts';
import { postForm } from '../forms.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, PageRequest } from '../page.ts';
import { ceremony, readPasskey } from './ceremony.ts';
import { ENROL_APP, ENROL_PASSKEY } from './enrol.ts';
import { chosenEngineer, PARTNER, signedIn, VERIFY } from './partner.ts';

/** `/partner/verify`: the second factor that the partner's policy asks for (T8), or how to set one up. */
export async function showVerify(request: PageRequest): Promise<PageAnswer> {
  const engineer = chosenEngineer(request);
  const status = request.site.mfa.status(engineer);
  if (status.methods.length === 0) return redirect(PARTNER);
  const takesCode = status.methods.includes('code');
  if (status.passkeys.length === 0 && !(status.hasCode && takesCode)) return page('Set up your second factor', setUp(status), { isPartner: true, parent: WHO });
  const passkey = status.passkeys.length > 0 && ceremony(request, { action: VERIFY, kind: 'get', options: await request.site.passkeys.signInOptions(engineer), content: html`<h2>Passkey or security key</h2>`, button: 'Use a Passkey' });
  return page(`Prove that you are ${engineer.name}`, html`${passkey}${takesCode && status.hasCode && codes(request, status)}`, { isPartner: true, parent: WHO, hasScript: status.passkeys.length > 0 });
}

const WHO = { path: PARTNER, label: 'Someone else' };

function setUp({ methods, hasCode }: MfaStatus): Html {
  return html`<p>Your License Management Org wants a second factor of whoever logs in to subscribers.${!methods.includes('code') && ' Who may modify all data needs a passkey or a security key; one-time codes don\'t count.'}</p>
  <ul class="cards"><li><a class="card" href="${ENROL_PASSKEY}"><strong>Passkey or security key</strong><span class="hint">Of this device, your phone, or a key in your hand.</span></a></li>
  ${methods.includes('code') && !hasCode && html`<li><a class="card" href="${ENROL_APP}"><strong>Authenticator app</strong><span class="hint">One-time codes, set up by a QR code.</span></a></li>`}</ul>`;
}

function codes(request: PageRequest, { recoveryCodesLeft }: MfaStatus): Html {
  return html`<section class="panel"><h2>One-time code</h2>${postForm(request, VERIFY, html`<div class="field"><label for="code">Code of your authenticator app</label><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required></div>
    <div class="actions"><button type="submit" class="button primary">Verify</button></div>`)}
  <details><summary>Your device is not at hand</summary>${postForm(request, VERIFY, html`<div class="field"><label for="recoveryCode">Recovery code (${recoveryCodesLeft} left)</label><input id="recoveryCode" name="recoveryCode" type="text" autocomplete="off" maxlength="40" required></div>
    <div class="actions"><button type="submit" class="button">Use it</button></div>`)}</details></section>`;
}

export async function verify(request: PageRequest): Promise<PageAnswer> {
  const { site, form } = request;
  const engineer = chosenEngineer(request);
  const text = (name: string): string | undefined => form.get(name)?.trim() || undefined;
  const [code, recoveryCode, passkey] = [text('code'), text('recoveryCode'), text('passkey')];
  const factors: SignInFactors = { ...(code === undefined ? {} : { code }), ...(recoveryCode === undefined ? {} : { recoveryCode }), ...(passkey === undefined ? {} : { passkey: readPasskey(passkey) }) };
  await site.mfa.check(engineer, factors);
  return signedIn(request, engineer);
}
