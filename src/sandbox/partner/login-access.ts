import { WireError } from '../../protocol/errors.ts';
import { GRANT_DURATIONS } from '../../protocol/partner.ts';
import type { GrantCondition, GrantDuration, GrantPage, GrantUse, OrgPolicy } from '../../protocol/partner.ts';
import type { Clock } from './clock.ts';
import { userInfo } from './directory.ts';
import type { Directory } from './directory.ts';
import { durationMs } from './durations.ts';
import type { Licenses } from './licenses.ts';
import type { Rules } from './rules.ts';
import type { GrantRow, PartnerStore } from './store.ts';
import type { Actor, WorldOrg, WorldUser } from './world.ts';

export interface LoginAccessOptions {
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly licenses: Licenses;
  readonly rules: Rules;
  readonly clock: Clock;
  /** Somebody granted, revoked, or the time is over. */
  changed(org: WorldOrg, user: WorldUser): void;
}

const POLICY = 'policy';

/** The customer's side of Login Access: who may grant it (T2, T4), for how long (T1, T3), and who used it. */
export class LoginAccess {
  readonly #options: LoginAccessOptions;
  /** Org and user → how to stop waiting for the grant's end. */
  readonly #timers = new Map<string, () => void>();

  constructor(options: LoginAccessOptions) {
    this.#options = options;
    for (const org of options.directory.orgs) for (const grant of options.directory.activeGrants(org)) this.#watch(org, grant);
  }

  dispose(): void {
    for (const cancel of this.#timers.values()) cancel();
  }

  policy(org: WorldOrg): OrgPolicy {
    return { ...org.policy, ...this.#options.store.orgSettings.get<Partial<OrgPolicy>>(org.id, POLICY) };
  }

  /** By an admin of the org. */
  setPolicy(org: WorldOrg, admin: Actor, change: Partial<OrgPolicy>): OrgPolicy {
    const { store, clock } = this.#options;
    checkAdmin(admin, org, 'Login Access Policies');
    const before = this.policy(org);
    const changed = Object.entries(change).filter(([name, value]) => value !== undefined && before[name as keyof OrgPolicy] !== value);
    if (changed.length === 0) return before;
    store.orgSettings.set(org.id, POLICY, { ...store.orgSettings.get<Partial<OrgPolicy>>(org.id, POLICY), ...Object.fromEntries(changed) });
    for (const [name, value] of changed) store.setupTrail.add(org.id, { at: clock.now(), userName: admin.userName, delegate: admin.delegate ?? null, section: 'Login Access Policies', action: `Changed ${name} from ${String(before[name as keyof OrgPolicy])} to ${String(value)}` });
    return this.policy(org);
  }

  /** In the order in which the customer can do something about them. */
  conditions(org: WorldOrg, user: WorldUser): GrantCondition[] {
    const { rules, licenses, directory } = this.#options;
    const policy = this.policy(org);
    const isAdmin = user.permissions.includes('ManageUsers');
    const license = licenses.own(org);
    const partner = directory.world.partner?.name ?? directory.world.name;
    const t2 = rules.notLoginable(org);
    const found: GrantCondition[] = [{ id: 'orgLicense', rule: 'T2', holds: t2 === null, reason: t2 ?? `${org.name} can be logged in to.` }];
    const add = (id: GrantCondition['id'], holds: boolean, yes: string, no: string): void => { found.push({ id, rule: 'T4', holds: holds || !rules.holds('T4'), reason: holds ? yes : no }); };
    if (license === null) add('userLicense', false, '', `No package of ${partner} is installed in ${org.name}.`);
    else add('userLicense', licenses.isLicensed(org, license, user.id), `${user.name} has a license for ${partner}'s package.`, `${user.name} has no license for ${partner}'s package. An admin can assign one: Setup → Installed Packages → Manage Licenses.`);
    add('loginAccessPolicy', policy.loginAccess === 'administratorsAndUsers' || isAdmin,
      policy.loginAccess === 'administratorsAndUsers' ? `Setup → Login Access Policies makes ${partner} available to administrators and users.` : `${user.name} is an administrator.`,
      `Setup → Login Access Policies makes ${partner} available to administrators only. An admin can grant access, or change that.`);
    if (license !== null) {
      add('siteLicense', license.seats !== null || isAdmin, license.seats === null ? `The package is licensed to the entire org, and ${user.name} has Manage Users.` : 'The package is licensed by seats.',
        `The package is licensed to the entire org, so only an admin with Manage Users can grant access. Ask one, or ask ${partner} to set seats.`);
    }
    add('administratorsLogIn', !policy.administratorsCanLogInAsAnyUser, '"Administrators Can Log in as Any User" is disabled.', '"Administrators Can Log in as Any User" is enabled (Setup → Login Access Policies). An admin has to disable it.');
    return found;
  }

  page(org: WorldOrg, user: WorldUser): GrantPage {
    const { directory } = this.#options;
    const conditions = this.conditions(org, user);
    const grant = directory.activeGrants(org).find(each => each.userId === user.id);
    return {
      supportOrganization: directory.world.partner?.name ?? directory.world.name, user: userInfo(user), durations: GRANT_DURATIONS,
      isListed: conditions.every(each => each.holds), conditions, expiresAt: grant?.expiresAt ?? null,
    };
  }

  /** T3. Returns when it ends. A grant that holds is replaced. */
  grant(org: WorldOrg, user: Actor, duration: GrantDuration): number {
    checkOwnDecision(user, org);
    const { store, clock, rules } = this.#options;
    const missing = this.conditions(org, user).find(each => !each.holds);
    if (missing) throw new WireError('grantRefused', missing.reason.replace(/^T\d+: /, ''), { rule: missing.rule, details: { condition: missing.id } });
    if (!GRANT_DURATIONS.includes(duration) && rules.holds('T1')) throw new WireError('invalidParams', `The duration is "${String(duration)}", but must be one of ${GRANT_DURATIONS.join(', ')}.`, { rule: 'T1' });
    const now = clock.now();
    const grant: GrantRow = { orgId: org.id, userId: user.id, grantedAt: now, expiresAt: now + durationMs(duration), revokedAt: null };
    store.replaceGrant(grant);
    this.#log(org, user, 'grant', `Granted Login Access for ${duration}`);
    this.#watch(org, grant);
    this.#options.changed(org, user);
    return grant.expiresAt;
  }

  /** Back to No Access (T1). */
  revoke(org: WorldOrg, user: Actor): void {
    checkOwnDecision(user, org);
    const { store, clock, directory } = this.#options;
    const grant = directory.activeGrants(org).find(each => each.userId === user.id);
    if (!grant) return;
    store.replaceGrant({ ...grant, revokedAt: clock.now() });
    this.#log(org, user, 'revoke', 'Revoked Login Access');
    this.#timers.get(keyOf(grant))?.();
    this.#timers.delete(keyOf(grant));
    this.#options.changed(org, user);
  }

  /** Who granted access that holds now, and who used it. */
  uses(org: WorldOrg): GrantUse[] {
    const { directory, store } = this.#options;
    return directory.activeGrants(org).map(({ userId, grantedAt, expiresAt }) => {
      const user = directory.userOf(org, userId);
      return { user: userInfo(user), grantedAt, expiresAt, logins: store.usesOf(org.id, userId, grantedAt) };
    });
  }

  /** Everyone hears of a grant's end, logged in or not. */
  #watch(org: WorldOrg, grant: GrantRow): void {
    const { clock, rules, changed, directory } = this.#options;
    this.#timers.get(keyOf(grant))?.();
    if (!rules.holds('T1')) return;
    this.#timers.set(keyOf(grant), clock.schedule(grant.expiresAt - clock.now(), () => {
      this.#timers.delete(keyOf(grant));
      changed(org, directory.userOf(org, grant.userId));
    }));
  }

  #log(org: WorldOrg, user: WorldUser, action: string, words: string): void {
    const { store, clock } = this.#options;
    store.audit.append({ at: clock.now(), actor: user.userName, action, orgId: org.id, detail: words });
    store.setupTrail.add(org.id, { at: clock.now(), userName: user.userName, delegate: null, section: 'Grant Account Login Access', action: words });
  }
}

export function checkAdmin(user: WorldUser, org: WorldOrg, what: string): void {
  if (!user.permissions.includes('ManageUsers')) throw new WireError('missingPermission', `${user.name} is no admin of ${org.name}: ${what} needs "Manage Users".`);
}

/** T1: access is the customer's to give. Who is logged in through it can't prolong it, or let others in. */
export function checkOwnDecision(user: Actor, org: WorldOrg): void {
  if (user.delegate !== undefined) throw new WireError('customerOnly', `Only ${org.name} decides who may log in, not a partner who is logged in as ${user.name}.`, { rule: 'T1' });
}

const keyOf = ({ orgId, userId }: GrantRow): string => `${orgId} ${userId}`;
