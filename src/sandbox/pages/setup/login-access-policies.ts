import { emptyState, isTicked, postForm } from '../forms.ts';
import { flag, html } from '../html.ts';
import type { Html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';

const PATH = '/setup/login-access-policies';

/** `/setup/login-access-policies`: who may grant access to whom (T4). */
export function showPolicies(request: UserRequest): PageAnswer {
  const { site, org } = request;
  const { partner } = site.directory.world;
  if (org.kind === 'project' || !partner) return page('Login Access Policies', emptyState('This sandbox was made from a project: no partner logs in to it.'));
  const { loginAccess, administratorsCanLogInAsAnyUser } = site.access.policy(org);
  const choice = (value: string, label: string): Html => html`<td><label class="choice"><input type="radio" name="loginAccess" value="${value}"${flag('checked', loginAccess === value)}> <span>${label}</span></label></td>`;
  return page('Login Access Policies', postForm(request, PATH, html`
    <section class="panel"><h2>Support organizations</h2><div class="scroll"><table><caption class="unseen">Support organizations</caption>
      <thead><tr><th scope="col">Support organization</th><th scope="col" colspan="2">Access</th></tr></thead>
      <tbody><tr><th scope="row">${partner.name} Support</th>${choice('administratorsAndUsers', 'Available to Administrators and Users')}${choice('administratorsOnly', 'Administrators Only')}</tr></tbody>
    </table></div></section>
    <section class="panel"><h2>Administrators</h2><label class="choice"><input type="checkbox" name="administratorsCanLogInAsAnyUser"${flag('checked', administratorsCanLogInAsAnyUser)}> <span>Administrators Can Log in as Any User</span></label>
      <p class="hint">While this is enabled, nobody can grant login access to a partner.</p></section>
    <div class="actions"><button type="submit" class="button primary">Save</button></div>`, ''));
}

export function savePolicies(request: UserRequest): PageAnswer {
  const { site, org, user, form } = request;
  const loginAccess = form.get('loginAccess') === 'administratorsOnly' ? 'administratorsOnly' : 'administratorsAndUsers';
  site.access.setPolicy(org, user, { loginAccess, administratorsCanLogInAsAnyUser: isTicked(form, 'administratorsCanLogInAsAnyUser') });
  return redirect(PATH, request, { kind: 'success', text: 'The login access policies were saved.' });
}
