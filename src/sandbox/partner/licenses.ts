import { WireError } from '../../protocol/errors.ts';
import type { LicenseInfo, LicenseStatus } from '../../protocol/partner.ts';
import type { Clock } from './clock.ts';
import { checkAdmin } from './login-access.ts';
import type { Rules } from './rules.ts';
import type { PartnerStore } from './store.ts';
import type { Actor, WorldOrg, WorldUser } from './world.ts';

export interface LicensesOptions {
  readonly store: PartnerStore;
  readonly rules: Rules;
  readonly clock: Clock;
  /** Null: a world of projects only. */
  readonly partnerNamespace: string | null;
  /** Resolves when the org's Apex sees it. */
  changed(org: WorldOrg): Promise<void>;
}

const TRIAL_MS = 90 * 86_400_000;
const nameOf = (namespace: string): string => `license ${namespace.toLowerCase()}`;

/** The licenses of packages in orgs (D16): the LMA sets status, seats and expiration, the org's admin who has a seat. */
export class Licenses {
  readonly #options: LicensesOptions;

  constructor(options: LicensesOptions) {
    this.#options = options;
  }

  list(org: WorldOrg): LicenseInfo[] {
    return org.licenses.map(license => this.#options.store.orgSettings.get<LicenseInfo>(org.id, nameOf(license.namespace)) ?? license);
  }

  /** Of the partner's package; null: none is installed. */
  own(org: WorldOrg): LicenseInfo | null {
    const { partnerNamespace } = this.#options;
    return partnerNamespace === null ? null : this.list(org).find(each => each.namespace.toLowerCase() === partnerNamespace.toLowerCase()) ?? null;
  }

  /** As `UserInfo.isCurrentUserLicensed` says. */
  isLicensed(_org: WorldOrg, { status, seats, userIds, expiresAt }: LicenseInfo, userId: string): boolean {
    if (status === 'suspended' || status === 'uninstalled') return false;
    if (expiresAt !== null && expiresAt <= this.#options.clock.now()) return false;
    return seats === null || userIds.includes(userId);
  }

  /** By the partner. */
  async set(org: WorldOrg, namespace: string, change: { status?: LicenseStatus; seats?: number | null; expiresAt?: number | null }, developer: string): Promise<LicenseInfo> {
    const { rules, clock, store } = this.#options;
    const before = this.#find(org, namespace);
    const now = clock.now();
    const after: LicenseInfo = {
      ...before, status: change.status ?? before.status, seats: change.seats === undefined ? before.seats : change.seats,
      expiresAt: change.expiresAt === undefined ? (change.status === 'trial' ? before.expiresAt ?? now + TRIAL_MS : before.expiresAt) : change.expiresAt,
    };
    const fail = (message: string): never => { throw new WireError('invalidParams', message, { rule: 'D16' }); };
    if (rules.holds('D16')) {
      if (after.status === 'trial' && before.status !== 'trial') fail(`The license of ${namespace} in ${org.name} is ${before.status}; it never goes back to trial.`);
      if (after.status === 'trial' && (after.expiresAt === null || after.expiresAt > now + TRIAL_MS)) fail('A trial lasts at most 90 days: give an earlier expiration.');
      if (after.seats !== null && after.seats < after.userIds.length) fail(`${after.userIds.length} users of ${org.name} have a seat. Ask an admin there to take some back first.`);
    }
    await this.#save(org, after);
    store.audit.append({ at: now, actor: developer, action: 'license', orgId: org.id, detail: `${namespace}: ${JSON.stringify(change)}` });
    return after;
  }

  /** By an admin of the org. */
  async assign(org: WorldOrg, namespace: string, admin: Actor, user: WorldUser, isAssigned: boolean): Promise<LicenseInfo> {
    const { rules, clock, store } = this.#options;
    checkAdmin(admin, org, 'Manage Licenses');
    const before = this.#find(org, namespace);
    if (before.seats === null) throw new WireError('invalidParams', `${namespace} is licensed to the entire org: everyone in ${org.name} has it.`, { rule: 'D16' });
    const others = before.userIds.filter(id => id !== user.id);
    if (isAssigned && rules.holds('D16') && others.length >= before.seats) throw new WireError('invalidParams', `All ${before.seats} licenses of ${namespace} in ${org.name} are assigned. Take one back first, or ask the vendor for more.`, { rule: 'D16' });
    const after = { ...before, userIds: isAssigned ? [...others, user.id] : others };
    await this.#save(org, after);
    store.setupTrail.add(org.id, { at: clock.now(), userName: admin.userName, delegate: admin.delegate ?? null, section: 'Installed Packages', action: `${isAssigned ? 'Assigned a license of' : 'Took back a license of'} ${namespace}: ${user.userName}` });
    return after;
  }

  #find(org: WorldOrg, namespace: string): LicenseInfo {
    const license = this.list(org).find(each => each.namespace.toLowerCase() === namespace.toLowerCase());
    if (!license) throw new WireError('invalidParams', `${org.name} has no package ${namespace}. It has ${org.licenses.map(each => each.namespace).join(', ') || 'none'}.`);
    return license;
  }

  async #save(org: WorldOrg, license: LicenseInfo): Promise<void> {
    this.#options.store.orgSettings.set(org.id, nameOf(license.namespace), license);
    await this.#options.changed(org);
  }
}
