import { isTicked, postForm } from '../forms.ts';
import { flag, html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';

const PATH = '/setup/identity-verification';

/** `/setup/identity-verification`: the org's own requirement of multi-factor authentication (T8). */
export function showIdentityVerification(request: UserRequest): PageAnswer {
  const { requiresMfa } = request.site.access.policy(request.org);
  return page('Identity Verification', postForm(request, PATH, html`<label class="choice"><input type="checkbox" name="requiresMfa"${flag('checked', requiresMfa)}> <span>Require multi-factor authentication (MFA) for all direct UI logins to this org</span></label>
    <p class="hint">A partner's login then waits until the user, or an administrator, approves it under Login Approvals.</p>
    <div class="actions"><button type="submit" class="button primary">Save</button></div>`, 'panel'));
}

export function saveIdentityVerification(request: UserRequest): PageAnswer {
  const { site, org, user, form } = request;
  site.access.setPolicy(org, user, { requiresMfa: isTicked(form, 'requiresMfa') });
  return redirect(PATH, request, { kind: 'success', text: 'The setting was saved.' });
}
