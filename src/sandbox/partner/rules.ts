/** The rules of the world, by number: who may log in, debug and run what. Each check throws a `WireError` with its rule. */
import { WireError } from '../../protocol/errors.ts';
import type { ParamsOf, SessionFilters } from '../../protocol/rpc.ts';
import type { Engineer, Policy, WorldOrg, WorldUser } from './world.ts';

export const RULES = {
  T1: 'A grant of Login Access ends when its time is over, and the access with it.',
  T2: 'Only orgs with a Salesforce or Platform license can be logged in to, none on Government Cloud, no scratch orgs.',
  T3: 'Access is granted in personal settings → Grant Login Access, by the user, for a duration.',
  T4: 'The partner is listed there only if user license, login access policy, site license and "Administrators Can Log in as Any User" allow it.',
  T5: "Logging in needs the permission 'Log in to Subscriber Organization' in the License Management Org.",
  T6: "The subscriber's page shows this LMA's packages only.",
  T7: "The partner has exactly the user's permissions: Execute Anonymous needs Author Apex and API Enabled.",
  T8: 'Where the subscriber requires multi-factor authentication, a login waits for the subscriber to approve it.',
  T9: "A login names its case and reason where the partner's policy says so; both sides keep a log.",
  T10: "A debug log needs a trace flag, a test or a debugging header; the list needs View All Data.",
  T11: 'A developer debugs one customer at a time.',
  T12: 'Sandboxes only, never production.',
  T13: 'A session debugs at most two executing threads at once.',
  T14: 'A session ends after an hour of inactivity.',
  T15: 'A session lasts at most four hours.',
  T16: "Login Access opens the partner's own packages: their code, logs and protected settings; never an OAuth grant.",
  D1: 'An org has at most one active session.',
  D2: "Debugging needs 'View and Debug Managed Apex' in the License Management Org; others' sessions, 'Modify All Data' too.",
  D3: 'A session whose client went away can be resumed for a short time, then ends.',
  D4: 'A change of the sources leaves the session alive.',
  D5: 'Every entry point is debugged, asynchronous Apex too.',
  D6: 'Breakpoints have conditions, hit counts and messages; expressions are evaluated, variables changed, requests paused.',
  D7: "Only the LoginAs user's requests stop, unless an explicit filter says otherwise.",
  D8: "Of other vendors' packages only global signatures are shown.",
  D9: 'Copies of a customer\'s code are remembered, deleted by one command, and the end of a session reminds of them.',
  D10: 'During maintenance no session starts, and those that run end.',
  D11: 'When a session ends, held threads run to their end undebugged.',
  D12: 'A subscriber\'s link starts the way into its org; a project has the org\'s code, the package\'s, and skeletons of other vendors\'.',
  D13: 'Return to Subscriber Overview ends the session.',
  D14: 'A session that has ended is renewed with the same filters and breakpoints.',
  D15: "A customer's code is kept out of version control.",
  D16: 'A license is trial (at most 90 days, never again), active, suspended or uninstalled, with seats or for the entire org.',
  D17: 'Feature parameters are the partner\'s, or the subscriber\'s Apex\'s, and have one type.',
  D18: "Execute Anonymous runs in the subscriber's namespace: only global members of the package are visible.",
} as const;

export type RuleId = keyof typeof RULES;

export class Rules {
  readonly #disabled: ReadonlySet<RuleId>;

  /** `disabled`: rules that don't hold; for tests that prove a rule's test can fail. */
  constructor(disabled: Iterable<RuleId> = []) {
    this.#disabled = new Set(disabled);
  }

  holds(rule: RuleId): boolean {
    return !this.#disabled.has(rule);
  }

  /** Why nobody can log in to the org; null if one can. */
  notLoginable(org: WorldOrg): string | null {
    if (org.kind === 'project' || !this.holds('T2')) return null;
    if (org.isGovernment) return `T2: ${org.name} is on Government Cloud, where partners can't log in.`;
    if (org.kind === 'scratch') return `T2: ${org.name} is a scratch org, and partners can't log in to those.`;
    if (org.license === 'none') return `T2: ${org.name} has no Salesforce or Salesforce Platform license, which Login Access needs.`;
    return null;
  }

  /** Why no debugging session may start in the org; null if one may. */
  notDebuggable(org: WorldOrg): string | null {
    const reason = this.notLoginable(org);
    if (reason !== null) return reason;
    if (org.kind !== 'production' || !this.holds('T12')) return null;
    return `T12: ${org.name} is a production org; only sandboxes can be debugged. Ask the customer for a sandbox, best a full copy.`;
  }

  maySeeSubscribers(engineer: Engineer): boolean {
    return !this.holds('T5') || engineer.permissions.includes('LogInToSubscriberOrganization');
  }

  checkLogin(engineer: Engineer, org: WorldOrg): void {
    if (org.kind === 'project') return;
    if (!this.maySeeSubscribers(engineer)) {
      throw new WireError('missingPermission', `${engineer.name} lacks the permission "Log in to Subscriber Organization" in the License Management Org. An admin of yours can assign it.`, { rule: 'T5' });
    }
    const reason = this.notLoginable(org);
    if (reason !== null) throw new WireError('noAccess', reason, { rule: 'T2' });
  }

  /** T9. `policy`: the world's. */
  checkCase(policy: Policy, caseNumber: string | null, reason: string | null): void {
    if (!policy.requiresCase || !this.holds('T9') || (caseNumber !== null && reason !== null)) return;
    throw new WireError('caseRequired', 'Your License Management Org wants a case number and a reason for every login. Open a case, and give both.', { rule: 'T9' });
  }

  checkDebug(engineer: Engineer, org: WorldOrg): void {
    if (org.kind !== 'project' && this.holds('D2') && !engineer.permissions.includes('ViewAndDebugManagedApex')) {
      throw new WireError('missingPermission', `${engineer.name} lacks the permission "View and Debug Managed Apex" in the License Management Org. An admin of yours can assign it.`, { rule: 'D2' });
    }
    const reason = this.notDebuggable(org);
    if (reason !== null) throw new WireError('notDebuggable', reason, { rule: reason.startsWith('T2') ? 'T2' : 'T12' });
  }

  checkEndOthersSession(engineer: Engineer, owner: string): void {
    if (!this.holds('D2')) return;
    if (engineer.permissions.includes('ModifyAllData') && engineer.permissions.includes('ViewAndDebugManagedApex')) return;
    throw new WireError('missingPermission', `The session is ${owner}'s. Ending it needs "View and Debug Managed Apex" and "Modify All Data" in the License Management Org.`, { rule: 'D2' });
  }

  /** The org's own classes and triggers. */
  seesSetup(user: WorldUser): boolean {
    return !this.holds('T7') || ['ViewSetup', 'CustomizeApplication', 'AuthorApex'].some(permission => user.permissions.includes(permission));
  }

  /** Every line of a managed package, not just its global signatures. */
  seesManagedCode(engineer: Engineer, isOwn: boolean): boolean {
    if (!isOwn) return !this.holds('D8');
    return !this.holds('D2') || engineer.permissions.includes('ViewAndDebugManagedApex');
  }

  checkOAuth(org: WorldOrg, user: WorldUser): void {
    if (!this.holds('T16')) return;
    throw new WireError('oauthRefused', `A login through Login Access never grants OAuth access. Ask ${user.name} (${org.name}) to allow the app.`, { rule: 'T16' });
  }

  checkAnonymous(user: WorldUser): void {
    if (!this.holds('T7')) return;
    const missing = [['AuthorApex', 'Author Apex'], ['ApiEnabled', 'API Enabled']].filter(([permission]) => !user.permissions.includes(permission ?? '')).map(([, label]) => `"${label}"`);
    if (missing.length === 0) return;
    throw new WireError('missingPermission', `${user.name} lacks ${missing.join(' and ')} in this org, which Execute Anonymous needs: you have exactly this user's permissions. Log in as another user.`, { rule: 'T7' });
  }

  /** The REST API of the org. */
  checkApi(user: WorldUser): void {
    if (!this.holds('T7') || user.permissions.includes('ApiEnabled')) return;
    throw new WireError('missingPermission', `${user.name} lacks "API Enabled" in this org: you have exactly this user's permissions.`, { rule: 'T7' });
  }

  /** D6: what the platform's debugger can't. */
  checkDebugging(method: string, params: unknown): void {
    if (this.holds('D6')) return;
    const hasConditions = method === 'debug/setBreakpoints' && (params as ParamsOf<'debug/setBreakpoints'>).breakpoints.some(each => each.condition !== undefined || each.hitCondition !== undefined || each.logMessage !== undefined);
    if (hasConditions || ['debug/evaluate', 'debug/setVariable', 'debug/pause'].includes(method)) throw new WireError('notSupported', 'The debugger has no conditions, no evaluation, no changing of variables and no pause.', { rule: 'D6' });
  }

  /** Ids of the users whose requests stop; null: everyone's. */
  filteredUsers(engineer: Engineer, org: WorldOrg, loginUser: WorldUser, filters: SessionFilters): readonly string[] | null {
    if (filters.userIds === undefined) return this.holds('D7') ? [loginUser.id] : null;
    const ids = filters.userIds.map(given => {
      const found = org.users.find(user => user.id === given || user.id.slice(0, 15) === given || user.userName.toLowerCase() === given.toLowerCase());
      if (!found) throw new WireError('unknownUser', `userIdFilter: ${org.name} has no user "${given}".`);
      return found.id;
    });
    const widens = ids.some(id => id !== loginUser.id);
    if (widens && org.kind !== 'project' && this.holds('D7') && !engineer.permissions.includes('ModifyAllData')) {
      throw new WireError('missingPermission', `Stopping in requests of other users than ${loginUser.userName} needs "Modify All Data" in the License Management Org.`, { rule: 'D7' });
    }
    return ids;
  }
}
