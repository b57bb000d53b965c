import { WireError } from '../../protocol/errors.ts';
import type { GrantInfo, OrgInfo, OrgUserInfo } from '../../protocol/rpc.ts';
import type { Clock } from './clock.ts';
import type { Rules } from './rules.ts';
import type { GrantRow, PartnerStore } from './store.ts';
import type { Engineer, World, WorldOrg, WorldUser } from './world.ts';
import { LOCAL_DEVELOPER } from './world.ts';

/** Who and what there is: the partner's engineers, the orgs, and who granted access to which. */
export class Directory {
  readonly world: World;
  readonly #orgs = new Map<string, WorldOrg>();
  readonly #store: PartnerStore;
  readonly #clock: Clock;
  readonly #rules: Rules;

  constructor(world: World, store: PartnerStore, clock: Clock, rules: Rules) {
    this.world = world;
    this.#store = store;
    this.#clock = clock;
    this.#rules = rules;
    for (const org of world.orgs) this.addOrg(org);
  }

  /** Its grants count from now, unless this copy of the world has them already. */
  addOrg(org: WorldOrg): void {
    this.#orgs.set(org.id, org);
    const now = this.#clock.now();
    for (const { userName, durationMs, ageMs } of org.grants) {
      const user = org.users.find(each => each.userName.toLowerCase() === userName.toLowerCase());
      if (user) this.#store.addGrant({ orgId: org.id, userId: user.id, grantedAt: now - ageMs, expiresAt: now - ageMs + durationMs, revokedAt: null });
    }
  }

  removeOrg(id: string): void {
    this.#orgs.delete(id);
  }

  get engineers(): readonly Engineer[] {
    return this.world.partner?.engineers ?? [LOCAL_DEVELOPER];
  }

  findEngineer(userName: string): Engineer | null {
    if (userName === LOCAL_DEVELOPER.userName) return LOCAL_DEVELOPER;
    return this.engineers.find(each => each.userName.toLowerCase() === userName.toLowerCase()) ?? null;
  }

  get orgs(): readonly WorldOrg[] {
    return [...this.#orgs.values()];
  }

  orgById(id: string): WorldOrg {
    const org = this.#orgs.get(id);
    if (!org) throw new WireError('unknownOrg', `There is no org ${id} any more.`);
    return org;
  }

  /** By name, alias or id (15 or 18 characters). */
  findOrg(given: string): WorldOrg {
    const org = this.orgs.find(each => this.isNamed(each, given));
    if (!org) throw new WireError('unknownOrg', `There is no org "${given}". Give its name, alias or ID.`);
    return org;
  }

  isNamed(org: WorldOrg, given: string): boolean {
    const wanted = given.toLowerCase();
    return org.id === given || org.id.slice(0, 15) === given || org.alias?.toLowerCase() === wanted || org.name.toLowerCase() === wanted;
  }

  userOf(org: WorldOrg, userId: string): WorldUser {
    const user = org.users.find(each => each.id === userId);
    if (!user) throw new WireError('unknownUser', `${org.name} has no user ${userId} any more.`);
    return user;
  }

  /** By user name or id (15 or 18 characters). */
  findUser(org: WorldOrg, given: string): WorldUser {
    const user = org.users.find(each => each.id === given || each.id.slice(0, 15) === given || each.userName.toLowerCase() === given.toLowerCase());
    if (!user) throw new WireError('unknownUser', `${org.name} has no user "${given}".`);
    return user;
  }

  /** Grants that hold now. */
  activeGrants(org: WorldOrg): GrantRow[] {
    const now = this.#clock.now();
    return this.#store.grants(org.id).filter(grant => org.users.some(user => user.id === grant.userId) && ((grant.expiresAt > now && grant.revokedAt === null) || !this.#rules.holds('T1')));
  }

  /** The grant to log in by. `user`: user name or id; default: the first who granted access. */
  grantFor(org: WorldOrg, user: string | undefined): GrantRow {
    const active = this.activeGrants(org);
    const past = this.#store.grants(org.id);
    if (user !== undefined) {
      const found = this.findUser(org, user);
      const grant = active.find(each => each.userId === found.id);
      if (grant) return grant;
      throw this.#noAccess(past.find(each => each.userId === found.id) ?? null, org, found.name);
    }
    if (active[0]) return active[0];
    throw this.#noAccess(past[0] ?? null, org, 'Nobody');
  }

  #noAccess(past: GrantRow | null, org: WorldOrg, who: string): WireError {
    if (past && past.revokedAt !== null) {
      return new WireError('grantExpired', `The customer took the Login Access to ${org.name} back at ${new Date(past.revokedAt).toISOString()}. Ask the customer to grant it again: personal settings → Grant Login Access.`, { rule: 'T1' });
    }
    if (past) {
      return new WireError('grantExpired', `The Login Access to ${org.name} ended at ${new Date(past.expiresAt).toISOString()}. Ask the customer to grant it again: personal settings → Grant Login Access.`, { rule: 'T1' });
    }
    return new WireError('noAccess', `${who === 'Nobody' ? `Nobody in ${org.name} has` : `${who} (${org.name}) has not`} granted you Login Access. Ask the customer to: personal settings → Grant Login Access.`, { rule: 'T1' });
  }

  /** As the partner sees it; null while nobody grants access. */
  orgInfo(org: WorldOrg, hasActiveSession: boolean): Omit<OrgInfo, 'notDeletable'> | null {
    const grants = this.activeGrants(org).map((grant): GrantInfo => ({ user: userInfo(this.userOf(org, grant.userId)), grantedAt: grant.grantedAt, expiresAt: grant.expiresAt }));
    if (grants.length === 0) return null;
    return {
      id: org.id, name: org.name, alias: org.alias, kind: org.kind, instance: org.instance, grants, packages: org.packages,
      notDebuggable: this.#rules.notDebuggable(org), hasActiveSession,
    };
  }
}

export function userInfo({ id, userName, name, profile }: WorldUser): OrgUserInfo {
  return { id, userName, name, profile };
}
