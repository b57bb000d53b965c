import { WireError } from '../../../protocol/errors.ts';
import type { LicenseInfo } from '../../../protocol/partner.ts';
import { emptyState, postForm, table } from '../forms.ts';
import { html } from '../html.ts';
import type { Html, Piece } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { showDate } from '../times.ts';

const PATH = '/setup/packages';

/** `/setup/packages`: Installed Packages, with their licenses (D16). */
export function showPackages({ site, org, user }: UserRequest): PageAnswer {
  const licenses = site.licenses.list(org);
  const rows = org.packages.map(({ name, namespace, version }): Piece[] => {
    const license = licenses.find(each => each.namespace === namespace);
    const manage = license && license.seats !== null && html`<a href="${PATH}/${license.namespace}">Manage Licenses</a>`;
    return [name, namespace ?? '–', version, license ? badge(license) : '–', license ? seats(license) : '–', license?.expiresAt == null ? 'Does not expire' : showDate(license.expiresAt, user), manage];
  });
  return page('Installed Packages', rows.length === 0 ? emptyState('No package is installed.') : table(`Packages in ${org.name}`, ['Package', 'Namespace', 'Version', 'Status', 'Licenses', 'Expires', ''], rows));
}

const TONES: Readonly<Record<LicenseInfo['status'], string>> = { active: 'good', trial: 'warn', suspended: 'bad', uninstalled: 'bad' };
const badge = ({ status }: LicenseInfo): Html => html`<span class="badge ${TONES[status]}">${status[0]?.toUpperCase()}${status.slice(1)}</span>`;
const seats = ({ seats: all, userIds }: LicenseInfo): string => (all === null ? 'Site License' : `${userIds.length} of ${all} used`);

/** `/setup/packages/:namespace`: who has a seat. */
export function showLicense(request: UserRequest): PageAnswer {
  const { org } = request;
  const license = licenseOf(request);
  const isFull = license.seats !== null && license.userIds.length >= license.seats;
  const rows = org.users.map((user): Piece[] => {
    const has = license.userIds.includes(user.id);
    const button = html`<button type="submit" class="button small" name="user" value="${user.id}" aria-label="${has ? 'Remove' : 'Assign'} license: ${user.name}"${!has && isFull ? html` disabled` : null}>${has ? 'Remove' : 'Assign'}</button>`;
    return [user.name, user.profile, has ? html`<span class="badge good">Licensed</span>` : '–', license.seats === null ? null : html`${postForm(request, `${PATH}/${license.namespace}`, html`<input type="hidden" name="assigned" value="${has ? 'no' : 'yes'}">${button}`, 'inline')}`];
  });
  return page(`Manage Licenses: ${license.namespace}`, html`<p>${badge(license)} ${seats(license)}</p>${license.seats === null ? emptyState('The package is licensed to the entire org: everyone has it.') : table('Users', ['Name', 'Profile', 'License', ''], rows)}`, { parent: { path: PATH, label: 'Installed Packages' } });
}

export async function assignLicense(request: UserRequest): Promise<PageAnswer> {
  const { site, org, user: admin, form } = request;
  const license = licenseOf(request);
  const user = org.users.find(each => each.id === form.get('user'));
  if (!user) throw new WireError('unknownUser', `${org.name} has no such user any more.`);
  const isAssigned = form.get('assigned') === 'yes';
  await site.licenses.assign(org, license.namespace, admin, user, isAssigned);
  return redirect(`${PATH}/${license.namespace}`, request, { kind: 'success', text: isAssigned ? `${user.name} has a license now.` : `${user.name} has no license any more.` });
}

function licenseOf({ site, org, params }: UserRequest): LicenseInfo {
  const license = site.licenses.list(org).find(each => each.namespace === params['namespace']);
  if (!license) throw new WireError('invalidParams', 'There is no such package.');
  return license;
}
