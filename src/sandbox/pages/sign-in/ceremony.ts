import { WireError } from '../../../protocol/errors.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { PageRequest } from '../page.ts';

export interface CeremonyForm {
  /** Where the answer goes. */
  readonly action: string;
  readonly kind: 'create' | 'get';
  /** WebAuthn's, as JSON has them. */
  readonly options: unknown;
  readonly content: Html;
  readonly button: string;
}

/** A form that `passkey.js` fills in and sends; before it is there, a click would do nothing. */
export const ceremony = ({ session }: PageRequest, { action, kind, options, content, button }: CeremonyForm): Html => html`<section class="panel">
  <form method="post" action="${action}" class="form" data-ceremony="${kind}" data-options="${JSON.stringify(options)}"><input type="hidden" name="csrf" value="${session.csrf}"><input type="hidden" name="passkey" value="">
    ${content}<div class="actions"><button type="button" class="button primary" disabled>${button}</button></div><p class="problem" id="passkey-problem" role="alert"></p></form>
  <noscript><p class="message warn">Passkeys need JavaScript in your browser.</p></noscript></section>`;

/** What the browser answered. */
export function readPasskey(text: string): { readonly id: string } {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    throw new WireError('mfaFailed', `The passkey was not accepted. The browser's answer can't be read: ${(error as Error).message}`, { rule: 'T8' });
  }
  if (typeof answer !== 'object' || answer === null || !('id' in answer) || typeof answer.id !== 'string') throw new WireError('mfaFailed', 'The passkey was not accepted. The browser gave no answer.', { rule: 'T8' });
  return answer as { id: string };
}
