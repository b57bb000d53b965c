import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { DiscoveryFile } from '../../protocol/discovery.ts';
import { WireError } from '../../protocol/errors.ts';
import type { HubNotification, HubNotifications } from '../../protocol/rpc.ts';
import type { RunnerEvent, RunnerFactory } from '../org/contract.ts';
import { Admission } from '../partner/admission.ts';
import { Approvals } from '../partner/approvals.ts';
import type { Clock } from '../partner/clock.ts';
import { systemClock } from '../partner/clock.ts';
import { Directory } from '../partner/directory.ts';
import { Features } from '../partner/features.ts';
import { Licenses } from '../partner/licenses.ts';
import { LoginAccess } from '../partner/login-access.ts';
import { localAddress, Logins } from '../partner/logins.ts';
import { Maintenance } from '../partner/maintenance.ts';
import { Mfa } from '../partner/mfa.ts';
import { Passkeys } from '../partner/passkeys.ts';
import { OneTimeCodes } from '../partner/one-time-codes.ts';
import { Rules } from '../partner/rules.ts';
import type { RuleId } from '../partner/rules.ts';
import { Sessions } from '../partner/sessions.ts';
import { Bundles } from './bundles.ts';
import { Sandboxes } from './sandboxes.ts';
import { SentWorkspaces } from './sent-workspaces.ts';
import { SignInCodes } from '../partner/sign-in-codes.ts';
import { PartnerStore } from '../partner/store.ts';
import { Tokens } from '../partner/tokens.ts';
import { DEFAULT_POLICY } from '../partner/world.ts';
import type { PagesListener } from '../pages/listener.ts';
import type { World, WorldOrg } from '../partner/world.ts';
import { auditKey } from './audit-key.ts';
import { Clients } from './clients.ts';
import { ClientConnection } from './connection.ts';
import type { AnswerRequest } from './connection.ts';
import type { HubContext } from './context.ts';
import { DebugLogs } from './debug-logs.ts';
import { DebugRelay } from './debug-relay.ts';
import { removeDiscoveryFile, writeDiscoveryFile } from './discovery-file.ts';
import { dispatch } from './dispatch.ts';
import { bearerToken, isSameSecret, refuse } from './gate.ts';
import type { Refusal } from './gate.ts';
import { answerHttp } from './http-requests.ts';
import { listen } from './listener.ts';
import type { Listener } from './listener.ts';
import { ManagedCode } from './managed-code.ts';
import { Metrics } from './metrics.ts';
import { OrgHttp } from './org-http.ts';
import { OrgLimits } from './org-limits.ts';
import { startPages } from './pages.ts';
import { Projects } from './projects.ts';
import { RetrievedProjects } from './retrieved-projects.ts';
import { Runners } from './runners.ts';
import { Runs } from './runs.ts';
import { lockState } from './state-lock.ts';
import { startTeamServer } from './team-server.ts';
import type { TeamServerOptions } from './team-server.ts';
import { ThrowAwayOrgs } from './throw-away-orgs.ts';
import { WorkspaceVersion } from './workspace-version.ts';
import { loadWorld } from './world-file.ts';

/** From the editor to the browser. */
const LOGIN_TICKET_MS = 60_000;
const HUB_VERSION = '1';
const LOOPBACK = '127.0.0.1';
const MAX_LOCAL_CLIENTS = 64;

export interface HubOptions {
  /** State directory; made if it isn't there. */
  readonly state: string;
  /** World file; null: a world of projects only. */
  readonly world: string | null;
  readonly port?: number;
  /** Of the web pages' listener. */
  readonly pagesPort?: number;
  readonly clock?: Clock;
  /** Default: processes. */
  readonly runnerFactory?: RunnerFactory;
  /** For tests that prove that a rule's test can fail. */
  readonly disabledRules?: readonly RuleId[];
  /** A team's server, for developers elsewhere. */
  readonly team?: Pick<TeamServerOptions, 'host' | 'port' | 'tls' | 'pagesPort'>;
  readonly heartbeatMs?: number;
  readonly headersTimeoutMs?: number;
  readonly log?: (line: string) => void;
}

export interface RunningHub {
  readonly discovery: DiscoveryFile;
  readonly context: HubContext;
  /** Ends runners, connections and the listener; sessions can be resumed in the next hub. Idempotent. */
  stop(): Promise<void>;
}

/** Becomes the hub of a state directory. Throws `StateInUse`, or `worldInvalid`. */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const world = options.world === null ? projectsOnly() : loadWorld(options.world, options.state);
  mkdirSync(options.state, { recursive: true, mode: 0o700 });
  chmodSync(options.state, 0o700);
  const lock = lockState(options.state);
  const store = new PartnerStore(join(options.state, 'partner.db'), auditKey(options.state));
  let listener: Listener | null = null;
  let pages: PagesListener | null = null;
  let team: Listener | null = null;
  let teamPages: PagesListener | null = null;
  try {
    const hub = new Hub(options, world, store, await factoryOf(options), { port: () => listener?.port ?? 0, pagesAddress: () => pages?.address ?? '', teamPagesPort: () => teamPages?.port ?? null });
    const timeouts = options.headersTimeoutMs === undefined ? {} : { headersTimeoutMs: options.headersTimeoutMs };
    pages = await startPages(hub.context, { port: options.pagesPort ?? 0, ...timeouts, onError: hub.onError });
    const token = randomBytes(32).toString('hex');
    const beat = options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs };
    const metrics = new Metrics();
    const answerRequest: AnswerRequest = (connection, method, params) => dispatch(hub.context, connection, method, params);
    const orgRequest = (request: IncomingMessage, response: ServerResponse): void => void answerHttp({ logins: hub.context.logins, orgHttp: hub.context.orgHttp, onError: hub.onError }, request, response);
    listener = await listen({
      host: LOOPBACK, port: options.port ?? 0, tls: null, maxClients: MAX_LOCAL_CLIENTS, ...beat, ...timeouts, refuse,
      authorise: request => authoriseLocal(request, token),
      onClient: socket => hub.connect(new ClientConnection(socket, answerRequest, { isOperator: true, address: localAddress(listener?.port ?? 0), onError: hub.onError, onRequest: metrics.request, onLimited: metrics.limited })),
      onRequest: orgRequest,
    });
    if (options.team) team = await startTeamServer({ ...options.team, ...beat, ...timeouts }, { hub: hub.context, metrics, operatorToken: token, dispatch: answerRequest, connect: client => hub.connect(client), orgRequest, onError: hub.onError });
    if (options.team?.tls) teamPages = await startPages(hub.context, { port: options.team.pagesPort ?? 0, elsewhere: { host: options.team.host, tls: options.team.tls }, ...timeouts, onError: hub.onError });
    const discovery: DiscoveryFile = { pid: process.pid, startedAt: Math.round(performance.timeOrigin), port: listener.port, token, pages: pages.address, ...(team ? { teamPort: team.port } : {}), ...(teamPages ? { teamPagesPort: teamPages.port } : {}), worldFile: world.file, version: HUB_VERSION };
    writeDiscoveryFile(options.state, discovery);
    const listeners = [listener, pages, ...(team ? [team] : []), ...(teamPages ? [teamPages] : [])];
    let stopping: Promise<void> | null = null;
    const stop = async (): Promise<void> => {
      removeDiscoveryFile(options.state);
      await hub.stop();
      await Promise.all(listeners.map(each => each.close()));
      store.close();
      lock.release();
    };
    return { discovery, context: hub.context, stop: () => (stopping ??= stop()) };
  } catch (error) {
    await listener?.close();
    await pages?.close();
    await team?.close();
    await teamPages?.close();
    store.close();
    lock.release();
    throw error;
  }
}

/** On the machine itself: whoever can read the discovery file. */
function authoriseLocal(request: IncomingMessage, token: string): Refusal | Record<string, never> {
  const given = bearerToken(request);
  return given !== null && isSameSecret(given, token) ? {} : { status: 401, message: 'The token is missing or wrong. It is in the discovery file.' };
}

async function factoryOf({ runnerFactory }: HubOptions): Promise<RunnerFactory> {
  if (runnerFactory) return runnerFactory;
  const { startRunnerProcess } = await import('../org/runner-process.ts');
  return startRunnerProcess;
}

function projectsOnly(): World {
  return { name: 'Projects on this machine', file: null, partner: null, policy: DEFAULT_POLICY, packages: [], orgs: [] };
}

/** Puts the hub's parts together and carries what happens in one of them to the others. */
class Hub {
  readonly context: HubContext;
  readonly #log: (line: string) => void;
  readonly #admission: Admission;

  constructor(options: HubOptions, world: World, store: PartnerStore, factory: RunnerFactory, { port, pagesAddress, teamPagesPort }: Pick<HubContext, 'pagesAddress' | 'teamPagesPort'> & { readonly port: () => number }) {
    this.#log = options.log ?? (() => undefined);
    const clock = options.clock ?? systemClock;
    const rules = new Rules(options.disabledRules);
    const directory = new Directory(world, store, clock, rules);
    const projects = new Projects(store, directory, clock);
    const clients = new Clients();
    const notify = <N extends HubNotification>(sessionId: string, name: N, params: HubNotifications[N]): void => clients.toOwner(sessionId, name, params);
    const runners = new Runners({
      stateDirectory: options.state, factory, port,
      onEvent: (orgId, event) => this.#onRunnerEvent(orgId, event),
      admit: (orgId, request) => runs.admit(orgId, request),
      // D18: anonymous Apex runs in the subscriber's namespace, not in the package's.
      namespaceOf: org => (rules.holds('D18') ? org.namespace : world.partner?.namespace ?? null),
      licensing: org => ({ licenses: licenses.list(org), features: features.list(org) }),
    });
    const ownNamespaces = (orgId: string): readonly string[] => visibleNamespaces(world, directory, orgId);
    const relay = new DebugRelay({
      runnerOf: async orgId => runners.get(directory.orgById(orgId)),
      visibleNamespaces: ownNamespaces,
      notify: event => notify(event.params.sessionId, event.name, event.params),
    });
    const licensingChanged = async (org: WorldOrg): Promise<void> => {
      clients.toAll('orgs/changed', {});
      await runners.setLicensing(org);
    };
    const licenses: Licenses = new Licenses({ store, rules, clock, partnerNamespace: world.partner?.namespace ?? null, changed: licensingChanged });
    const features: Features = new Features({ store, rules, clock, changed: licensingChanged });
    const logins = new Logins({
      store, directory, rules, clock,
      onWarning: (login, remainingMs) => clients.toDeveloper(login.developer, 'login/warning', {
        loginId: login.id, remainingMs, message: `The Login Access of ${login.user.name} to ${login.org.name} ends in ${Math.round(remainingMs / 60_000)} minutes (T1). Ask the customer to grant it again.`,
      }),
      onExpired: (login, isRevoked) => {
        const what = isRevoked ? `${login.user.name} revoked the Login Access to ${login.org.name}` : `The Login Access of ${login.user.name} to ${login.org.name} has ended`;
        clients.toDeveloper(login.developer, 'login/changed', { login: null, reason: `${what} (T1). Ask the customer to grant it again.` });
        clients.toAll('orgs/changed', {});
        this.#run(sessions.endAll(isRevoked ? 'grantRevoked' : 'grantEnded', row => row.loginId === login.id));
      },
    });
    const access = new LoginAccess({
      store, directory, licenses, rules, clock,
      changed: (org, user) => {
        logins.grantChanged(org, user);
        clients.toAll('orgs/changed', {});
      },
    });
    const approvals = new Approvals({ store, directory, clock, changed: approval => clients.toDeveloper(approval.developer, 'approval/changed', { approval }) });
    const sessions: Sessions = new Sessions({
      store, directory, rules, clock, grantEnd: loginId => logins.grantEnd(loginId), checkMaintenance: () => maintenance.checkNone(),
      hooks: {
        attach: async row => { await relay.attach(row); },
        detach: async row => {
          try {
            await relay.detach(row);
          } catch (error) {
            // A runner that is gone holds no threads.
            if (!(error instanceof WireError && error.data.id === 'runnerDied')) this.onError(error);
          }
        },
        changed: session => clients.toDeveloper(session.developer, 'session/changed', { session }),
        warning: params => clients.toDeveloper(params.session.developer, 'session/warning', params),
        ended: (session, message) => {
          clients.toDeveloper(session.developer, 'session/ended', { session, message: `${message}${retrieved.reminder(session.developer, session.org.id)}` });
          clients.disown(session.id);
          this.#admission.forget(session.id);
          clients.toAll('orgs/changed', {});
        },
      },
    });
    const tokens = new Tokens({ store, clock, revoked: tokenId => clients.cut(tokenId) });
    const passkeys = new Passkeys({ store, clock, partner: world.name, origin: pagesAddress });
    const mfa = new Mfa({ store, clock, rules, passkeys, partner: world.name, isRequired: world.partner?.requiresMfa ?? false });
    const maintenance: Maintenance = new Maintenance({
      store, rules, clock,
      begun: () => this.#run(sessions.endAll('maintenance')),
      changed: current => clients.toAll('maintenance/changed', { maintenance: current }),
    });
    this.#admission = new Admission(world.policy.threads, rules);
    const debugLogs = new DebugLogs({
      stateDirectory: options.state, store, directory, rules, clock,
      added: log => { for (const login of logins.inOrg(log.orgId)) clients.toDeveloper(login.developer, 'log/added', { log }); },
      grew: log => { for (const login of logins.inOrg(log.orgId)) clients.toDeveloper(login.developer, 'log/grew', { log }); },
    });
    const managedCode = new ManagedCode({ rules, ownNamespaces });
    const retrieved: RetrievedProjects = new RetrievedProjects({ store, clock, rules, managedCode });
    const runs: Runs = new Runs({ admission: this.#admission, sessions, directory, relay, runners, clock, journal: store.journal, finished: run => debugLogs.add(run), ended: requestId => debugLogs.ended(requestId), output: params => notify(params.sessionId, 'debug/output', params), told: ({ org, orgId }, outcome) => debugLogs.told(org, outcome, ownNamespaces(orgId)) });
    const orgLimits = new OrgLimits(runners, clock);
    const orgHttp = new OrgHttp({ rules, runs, runners, countRequest: orgId => orgLimits.countRequest(orgId) });
    this.context = {
      version: HUB_VERSION, pagesAddress, teamPagesPort, signInCodes: new SignInCodes(clock), loginTickets: new OneTimeCodes(clock, LOGIN_TICKET_MS), clock, rules, store, directory, licenses, features, tokens, mfa, passkeys, access, approvals, logins, sessions, clients, projects, runners, sandboxes: new Sandboxes(store, directory, runners), bundles: new Bundles({ stateDirectory: options.state, world, directory, store, runners }), runs, relay, orgHttp, orgLimits,
      sentWorkspaces: new SentWorkspaces(options.state), debugLogs, managedCode, retrieved, maintenance, ownNamespaces, workspaceVersion: new WorkspaceVersion({ copies: new ThrowAwayOrgs(options.state, runners), clock, debugLogs, ownNamespaces }),
    };
    maintenance.resume();
  }

  readonly onError = (error: unknown): void => {
    this.#log(error instanceof Error ? error.stack ?? error.message : String(error));
  };

  connect(client: ClientConnection): void {
    const { clients, sessions, rules, sentWorkspaces } = this.context;
    clients.add(client);
    client.onClosed(() => {
      client.dispose();
      const held = clients.remove(client);
      this.#run(sentWorkspaces.forget(client));
      if (rules.holds('D3')) for (const sessionId of held) sessions.orphan(sessionId);
    });
  }

  async stop(): Promise<void> {
    const { sessions, logins, runners, access, approvals, maintenance } = this.context;
    maintenance.dispose();
    approvals.dispose();
    access.dispose();
    await sessions.suspend();
    logins.dispose();
    await runners.stopAll();
  }

  #onRunnerEvent(orgId: string, event: RunnerEvent): void {
    const { relay, runs, sessions, clients, store, features, directory, sandboxes, debugLogs } = this.context;
    switch (event.kind) {
      case 'debug':
        if (event.name === 'debug/stopped') store.journal.stopped(event.params.sessionId, event.params.threadId);
        return relay.onEvent(event);
      case 'features': return event.changes.forEach(({ namespace, name, value }) => features.report(directory.orgById(orgId), namespace, name, value));
      case 'copied': return sandboxes.onCopied(event.id, event.message, event.done, event.total);
      case 'requestEnded': return runs.ended(event.requestId, event.ending ?? null);
      case 'log': {
        const run = runs.running(event.requestId);
        return run ? debugLogs.grew(event.requestId, run, event) : undefined;
      }
      case 'progress': {
        const { requestId, message, done, total } = event;
        const developer = runs.developerOf(requestId);
        const params = { requestId, message, done, total };
        // What has no request of anyone's (a compilation) is everyone's.
        return developer === null ? clients.toAll('run/progress', params) : clients.toDeveloper(developer, 'run/progress', params);
      }
      case 'died':
        this.#log(`${orgId}: ${event.message}`);
        for (const { row } of sessions.inOrg(orgId)) relay.lost(row.id, event.message);
    }
  }

  #run(task: Promise<unknown>): void {
    task.catch(this.onError);
  }
}

/** D8: the partner's own packages; in a project's sandbox, everything of the project's. */
function visibleNamespaces(world: World, directory: Directory, orgId: string): readonly string[] {
  const org = directory.orgById(orgId);
  if (org.kind === 'project' || !world.partner) return [...new Set(org.sources.flatMap(({ namespace }) => namespace ?? []))];
  return [world.partner.namespace];
}
