import { html } from '../html.ts';
import { page } from '../page.ts';
import type { PageAnswer } from '../page.ts';

/** `/login` where partners elsewhere come: each through a login of theirs, for users of a simulated org have no passwords. */
export function showPartnerEntry(): PageAnswer {
  return page('Open the org from your editor', html`<p>These pages are for whom a customer has granted Login Access. Log in to the org in VS Code, and open its pages from there: <strong>ISV Debugger: Open Customer’s Pages</strong>.</p>`);
}
