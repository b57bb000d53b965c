import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubClient } from '../../../../src/protocol/client.ts';
import type { HubNotification, HubNotifications, LoginInfo, SessionFilters, SessionInfo } from '../../../../src/protocol/rpc.ts';
import { startHub } from '../../../../src/sandbox/hub/start.ts';
import type { HubOptions, RunningHub } from '../../../../src/sandbox/hub/start.ts';
import { FakeRunner } from './fake-runner.ts';
import { ManualClock } from './manual-clock.ts';

const admin = (userName: string, name: string): object => ({ userName, name, profile: 'System Administrator', permissions: ['AuthorApex', 'ApiEnabled', 'ManageUsers', 'ModifyAllData', 'ViewAllData'] });
const org = (name: string, alias: string, extra: object = {}): object => ({
  name, alias, kind: 'full', packages: ['acme@1.2'], users: [admin(`ann@${alias}.example`, `Ann ${alias}`)], grants: [{ user: `ann@${alias}.example`, duration: '1 week', age: '1 day' }], ...extra,
});

/** A world with an org for every rule. */
export const WORLD = {
  partner: {
    name: 'Acme', namespace: 'acme',
    engineers: [
      { userName: 'kim@acme.example', name: 'Kim', permissions: ['Log in to Subscriber Organization', 'ViewAndDebugManagedApex', 'Modify All Data'] },
      { userName: 'lee@acme.example', name: 'Lee', permissions: ['LogInToSubscriberOrganization', 'View and Debug Managed Apex'] },
      { userName: 'mia@acme.example', name: 'Mia', permissions: ['LogInToSubscriberOrganization'] },
      { userName: 'noa@acme.example', name: 'Noa', permissions: ['ViewAndDebugManagedApex'] },
    ],
  },
  packages: [{ namespace: 'acme', name: 'Desk', version: '1.2', path: 'desk' }],
  orgs: [
    org('North Clinic', 'north', {
      users: [admin('ann@north.example', 'Ann North'), { userName: 'bo@north.example', name: 'Bo North', permissions: ['ApiEnabled'] }, { userName: 'cy@north.example', name: 'Cy North' }],
      grants: [{ user: 'ann@north.example', duration: '1 week', age: '1 day' }, { user: 'bo@north.example', duration: '1 week' }, { user: 'cy@north.example', duration: '1 week' }],
    }),
    org('South Clinic', 'south'),
    org('Live Clinic', 'live', { kind: 'production' }),
    org('County', 'county', { government: true }),
    org('Free Org', 'free', { license: 'none' }),
    org('Scratch', 'scratch', { kind: 'scratch' }),
    org('Late Org', 'late', { grants: [{ user: 'ann@late.example', duration: '1 day', age: '3 days' }] }),
    org('Silent Org', 'silent', { grants: [] }),
    org('Seat Clinic', 'seats', {
      users: [admin('ann@seats.example', 'Ann Seats'), { userName: 'bo@seats.example', name: 'Bo Seats' }, { userName: 'cy@seats.example', name: 'Cy Seats' }], grants: [],
      licenses: [{ namespace: 'acme', seats: 2, users: ['ann@seats.example', 'bo@seats.example'] }], contact: { name: 'Seat Clinic Ltd', email: 'office@seats.example' },
    }),
    org('Guarded Clinic', 'guarded', { loginAccess: { requiresMfa: true } }),
  ],
} as const;

/** Writes a world with a package folder; returns its file. */
export function writeWorld(folder: string, world: object = WORLD): string {
  mkdirSync(join(folder, 'desk', 'force-app'), { recursive: true });
  writeFileSync(join(folder, 'desk', 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], namespace: 'acme' }));
  const file = join(folder, 'world.json');
  writeFileSync(file, JSON.stringify(world));
  return file;
}

/** Nothing of a bench has to outlive it: in memory where there is such a folder (Linux), so that no commit waits for a disk. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A hub with a clock that the test moves and runners that it holds, and clients on the real wire. */
export class Bench {
  readonly folder: string;
  readonly clock: ManualClock;
  readonly runners: FakeRunner[] = [];
  readonly errors: string[] = [];
  hub!: RunningHub;
  readonly #options: Partial<HubOptions>;
  readonly #clients: TestClient[] = [];

  private constructor(options: Partial<HubOptions>) {
    this.folder = mkdtempSync(join(SCRATCH, 'isv-hub-'));
    this.clock = new ManualClock();
    this.#options = options;
  }

  /** `prepare`: writes what the world names. */
  static async start(options: Partial<HubOptions> = {}, world: object | null = WORLD, prepare: (folder: string) => void = () => undefined): Promise<Bench> {
    const bench = new Bench({ world: null, ...options });
    prepare(bench.folder);
    if (world && options.world === undefined) (bench.#options as { world: string }).world = writeWorld(bench.folder, world);
    await bench.restart();
    return bench;
  }

  get state(): string {
    return join(this.folder, 'state');
  }

  /** Starts the hub of the same state again. */
  async restart(): Promise<void> {
    this.hub = await startHub({
      world: null, clock: this.clock, log: line => this.errors.push(line),
      runnerFactory: setup => {
        const runner = new FakeRunner(setup, this.runners.findLast(each => each.setup.orgId === setup.orgId)?.logs);
        this.runners.push(runner);
        return runner;
      },
      ...this.#options, state: this.state,
    });
  }

  /** The last runner started for the org. */
  runner(orgName = 'North Clinic'): FakeRunner {
    const runner = this.runners.findLast(each => each.setup.orgName === orgName);
    if (!runner) throw new Error(`No runner of ${orgName} was started.`);
    return runner;
  }

  async connect(engineer?: string): Promise<TestClient> {
    const client = new TestClient(await HubClient.connect(this.hub.discovery));
    this.#clients.push(client);
    await client.hub.request('client/hello', { client: 'test', version: '1' });
    if (engineer) await client.hub.request('developer/signIn', { userName: `${engineer}@acme.example` });
    return client;
  }

  /** From another machine: by a token, over the listener of `team` in the options. */
  async connectRemotely(engineer: string): Promise<TestClient> {
    const { team } = this.#options;
    const operator = await this.connect();
    const { token } = await operator.request('token/create', { name: 'Laptop', developer: `${engineer}@acme.example` });
    operator.hub.close();
    const client = new TestClient(await HubClient.connectTo({ url: `wss://localhost:${this.hub.discovery.teamPort}`, token, ca: String(team?.tls?.cert) }));
    this.#clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.hub.close();
    await this.hub.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class TestClient {
  readonly hub: HubClient;
  readonly #heard: { name: HubNotification; params: unknown }[] = [];
  readonly request: HubClient['request'];

  constructor(hub: HubClient) {
    this.hub = hub;
    this.request = hub.request.bind(hub);
    const names: readonly HubNotification[] = [
      'developer/signedOut', 'orgs/changed', 'log/added', 'maintenance/changed', 'login/changed', 'login/warning', 'approval/changed', 'session/changed', 'session/warning', 'session/ended', 'debug/threadStarted', 'debug/threadExited', 'debug/stopped',
      'debug/continued', 'debug/output', 'debug/breakpointChanged', 'run/progress',
    ];
    for (const name of names) hub.on(name, params => this.#heard.push({ name, params }));
  }

  /** What it has been told so far, after everything sent before now has come. */
  async heard<N extends HubNotification>(name: N): Promise<HubNotifications[N][]> {
    await this.barrier();
    return this.#heard.filter(each => each.name === name).map(each => each.params as HubNotifications[N]);
  }

  async barrier(): Promise<void> {
    await this.request('developer/list', {});
  }

  login(org = 'north', user?: string): Promise<LoginInfo> {
    return this.request('login/start', { org, ...(user ? { user } : {}) });
  }

  /** Logs in, acquires a session and gets it ready. */
  async debug(org = 'north', filters?: SessionFilters): Promise<{ login: LoginInfo; session: SessionInfo }> {
    const login = await this.login(org);
    const session = await this.request('session/acquire', { loginId: login.id, ...(filters ? { filters } : {}) });
    await this.request('debug/ready', { sessionId: session.id });
    return { login, session };
  }
}
