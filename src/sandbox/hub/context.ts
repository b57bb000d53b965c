import { WireError } from '../../protocol/errors.ts';
import type { Clock } from '../partner/clock.ts';
import type { Directory } from '../partner/directory.ts';
import type { Logins } from '../partner/logins.ts';
import type { Rules } from '../partner/rules.ts';
import type { Sessions } from '../partner/sessions.ts';
import type { PartnerStore } from '../partner/store.ts';
import type { Engineer } from '../partner/world.ts';
import type { Clients } from './clients.ts';
import type { ClientConnection } from './connection.ts';
import type { DebugRelay } from './debug-relay.ts';
import type { OrgHttp } from './org-http.ts';
import type { Projects } from './projects.ts';
import type { Runners } from './runners.ts';
import type { Runs } from './runs.ts';

/** A subscriber's org needs a sign-in; a project's own sandbox doesn't. */
export function checkSignedIn(hub: HubContext, caller: Caller, org: string): void {
  if (caller.isSignedIn || hub.directory.orgs.some(each => each.kind === 'project' && hub.directory.isNamed(each, org))) return;
  throw new WireError('notSignedIn', `Sign in as one of ${hub.directory.world.name}'s engineers first.`);
}

/** Everything a request may need. */
export interface HubContext {
  readonly version: string;
  readonly port: () => number;
  readonly clock: Clock;
  readonly rules: Rules;
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly clients: Clients;
  readonly projects: Projects;
  readonly runners: Runners;
  readonly runs: Runs;
  readonly relay: DebugRelay;
  readonly orgHttp: OrgHttp;
}

/** Who asks. */
export interface Caller {
  readonly connection: ClientConnection;
  /** The developer signed in, or who sits at the machine: nobody else can connect. */
  readonly engineer: Engineer;
  /** False: nobody signed in here. */
  readonly isSignedIn: boolean;
}
