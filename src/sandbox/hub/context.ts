import { WireError } from '../../protocol/errors.ts';
import type { Approvals } from '../partner/approvals.ts';
import type { Clock } from '../partner/clock.ts';
import type { Features } from '../partner/features.ts';
import type { Directory } from '../partner/directory.ts';
import type { Licenses } from '../partner/licenses.ts';
import type { LoginAccess } from '../partner/login-access.ts';
import type { Logins } from '../partner/logins.ts';
import type { Maintenance } from '../partner/maintenance.ts';
import type { Mfa } from '../partner/mfa.ts';
import type { Passkeys } from '../partner/passkeys.ts';
import type { OneTimeCodes } from '../partner/one-time-codes.ts';
import type { Rules } from '../partner/rules.ts';
import type { Sessions } from '../partner/sessions.ts';
import type { SignInCodes } from '../partner/sign-in-codes.ts';
import type { PartnerStore } from '../partner/store.ts';
import type { Tokens } from '../partner/tokens.ts';
import type { Engineer } from '../partner/world.ts';
import type { Clients } from './clients.ts';
import type { ClientConnection } from './connection.ts';
import type { DebugLogs } from './debug-logs.ts';
import type { DebugRelay } from './debug-relay.ts';
import type { ManagedCode } from './managed-code.ts';
import type { OrgHttp } from './org-http.ts';
import type { OrgLimits } from './org-limits.ts';
import type { Projects } from './projects.ts';
import type { RetrievedProjects } from './retrieved-projects.ts';
import type { Runners } from './runners.ts';
import type { Bundles } from './bundles.ts';
import type { Sandboxes } from './sandboxes.ts';
import type { SentWorkspaces } from './sent-workspaces.ts';
import type { Runs } from './runs.ts';
import type { WorkspaceVersion } from './workspace-version.ts';

/** A subscriber's org needs a sign-in; a project's own sandbox doesn't. */
export function checkSignedIn(hub: HubContext, caller: Caller, org: string): void {
  if (!caller.connection.isOperator && hub.directory.orgs.some(each => each.kind === 'project' && hub.directory.isNamed(each, org))) throw new WireError('unknownOrg', `There is no org "${org}". Give its name, alias or ID.`);
  if (caller.isSignedIn || hub.directory.orgs.some(each => each.kind === 'project' && hub.directory.isNamed(each, org))) return;
  throw new WireError('notSignedIn', `Sign in as one of ${hub.directory.world.name}'s engineers first.`);
}

/** The customer's side: whoever runs the world plays its customers too, a developer of a team's server doesn't. */
export function checkCustomer(hub: HubContext, caller: Caller): void {
  if (!caller.connection.isOperator && hub.rules.holds('T3')) throw new WireError('customerOnly', 'That is for the customer to do, or for who runs this server.', { rule: 'T3' });
}

/** Everything a request may need. */
export interface HubContext {
  readonly version: string;
  /** `http://localhost:PORT`, where the web pages are. */
  readonly pagesAddress: () => string;
  /** Of the pages for developers elsewhere; null: there are none. */
  readonly teamPagesPort: () => number | null;
  readonly clock: Clock;
  readonly rules: Rules;
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly licenses: Licenses;
  readonly features: Features;
  readonly access: LoginAccess;
  readonly approvals: Approvals;
  readonly tokens: Tokens;
  readonly mfa: Mfa;
  readonly passkeys: Passkeys;
  readonly logins: Logins;
  readonly signInCodes: SignInCodes;
  /** Stand for logins, on their way into a browser. */
  readonly loginTickets: OneTimeCodes<string>;
  readonly sessions: Sessions;
  readonly clients: Clients;
  readonly projects: Projects;
  readonly runners: Runners;
  readonly sandboxes: Sandboxes;
  readonly bundles: Bundles;
  readonly runs: Runs;
  readonly workspaceVersion: WorkspaceVersion;
  readonly sentWorkspaces: SentWorkspaces;
  readonly relay: DebugRelay;
  readonly orgHttp: OrgHttp;
  readonly orgLimits: OrgLimits;
  readonly debugLogs: DebugLogs;
  readonly managedCode: ManagedCode;
  readonly retrieved: RetrievedProjects;
  readonly maintenance: Maintenance;
  /** Of the packages whose code, state and settings the partner may see in an org (D8, T16). */
  readonly ownNamespaces: (orgId: string) => readonly string[];
}

/** Who asks. */
export interface Caller {
  readonly connection: ClientConnection;
  /** The developer signed in, or who sits at the machine: nobody else can connect. */
  readonly engineer: Engineer;
  /** False: nobody signed in here. */
  readonly isSignedIn: boolean;
}
