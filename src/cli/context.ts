/** What every command gets: its arguments, where to print, and how to reach the sandbox. */
import type { SignInFactors } from '../protocol/identity.ts';
import type { LoginInfo } from '../protocol/rpc.ts';
import { CannotRun } from './failure.ts';
import type { ExitCode } from './failure.ts';
import { closeHub, connectHub, signIn } from './hub.ts';
import type { Hub } from './hub.ts';
import { findWorld } from './world.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** What `--help` shows: `DIR`, and a sentence. */
  readonly value?: string;
  readonly help: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Behind the name: `FILE | -e CODE`. */
  readonly parameters: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** With --json it prints many values, each on one line. */
  readonly hasJsonLines?: boolean;
  run(context: CommandContext): Promise<ExitCode>;
}

/** Options that choose the world and whom to be in it. */
export const worldOptions = {
  world: { type: 'string', value: 'FILE', help: 'World file. Default: the one here or above.' },
  project: { type: 'string', multiple: true, value: 'DIR', help: 'SFDX project to make a developer sandbox of.' },
  with: { type: 'string', multiple: true, value: '[NS=]DIR', help: 'Project that --project depends on, under a namespace.' },
  engineer: { type: 'string', value: 'USER', help: "The partner's engineer to sign in as." },
  code: { type: 'string', value: 'CODE', help: 'One-time code of an authenticator app, where signing in needs one.' },
  'recovery-code': { type: 'string', value: 'CODE', help: 'Instead of it.' },
} as const satisfies Record<string, OptionSpec>;
export const orgOptions = {
  ...worldOptions,
  org: { type: 'string', value: 'ORG', help: 'Subscriber org: name, alias or ID. Default: the one logged in to.' },
  user: { type: 'string', value: 'USER', help: 'User to log in as. Default: the one who granted access.' },
  data: { type: 'string', multiple: true, value: 'FILE', help: 'sObject tree, plan or CSV file to import into a sandbox of a project.' },
} as const satisfies Record<string, OptionSpec>;

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

const BAR_WIDTH = 20;
const bar = (done: number, total: number): string => `[${'#'.repeat(Math.floor((BAR_WIDTH * done) / total)).padEnd(BAR_WIDTH)}]`;

export class CommandContext {
  readonly values: Values;
  readonly positionals: readonly string[];
  readonly isJson: boolean;
  readonly #jsonIndent: number;
  #hub: Hub | null = null;
  #hasProgressLine = false;

  constructor(command: Command, values: Values, positionals: readonly string[]) {
    this.#jsonIndent = command.hasJsonLines ? 0 : 2;
    this.values = values;
    this.positionals = positionals;
    this.isJson = values['json'] === true;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }

  /** To standard output, unless that belongs to JSON. */
  print(line: string): void {
    this.#clearProgress();
    if (!this.isJson) process.stdout.write(`${line}\n`);
  }

  json(value: unknown): void {
    this.#clearProgress();
    if (this.isJson) process.stdout.write(`${JSON.stringify(value, null, this.#jsonIndent)}\n`);
  }

  /** To standard error: what isn't the result. */
  note(line: string): void {
    this.#clearProgress();
    process.stderr.write(`${line}\n`);
  }

  /** One line on a terminal that the next one replaces. */
  progress(text: string): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    this.#hasProgressLine = true;
  }

  /** Signed in as the engineer that is named, or remembered, or the only one. */
  async hub(): Promise<Hub> {
    const hub = await this.connection();
    const engineer = this.text('engineer');
    if (engineer !== undefined && hub.developer?.userName !== engineer) await signIn(hub, engineer, this.#factors());
    else if (!hub.developer && hub.world.worldFile !== null) await this.#signInOnlyEngineer(hub);
    return hub;
  }

  /** For what needs no engineer: the customer's side, and who runs the sandbox. */
  async connection(): Promise<Hub> {
    if (this.#hub) return this.#hub;
    const world = findWorld({ world: this.text('world'), project: this.texts('project'), with: this.texts('with') });
    this.progress('Connecting to the sandbox…');
    const hub = await connectHub(world);
    this.#hub = hub;
    hub.client.on('run/progress', ({ message, done, total }) => this.progress(total > 0 ? `${bar(done, total)} ${done} of ${total} ${message}` : message));
    return hub;
  }

  #factors(): SignInFactors {
    const code = this.text('code');
    const recoveryCode = this.text('recovery-code');
    return { ...(code === undefined ? {} : { code }), ...(recoveryCode === undefined ? {} : { recoveryCode }) };
  }

  /** The login that `--project` or `--org` ask for, else the current one. */
  async login(): Promise<LoginInfo> {
    const hub = await this.hub();
    const { world, client } = hub;
    const org = this.text('org');
    const user = this.text('user');
    if (org !== undefined) return client.request('login/start', { org, ...(user === undefined ? {} : { user }) });
    if (world.projects.length > 0) {
      const { login, check } = await this.openProject();
      if (check.withErrors > 0) this.note(`${check.ready} classes ready, ${check.withErrors} with errors; "isv-debugger check" lists them.`);
      return login;
    }
    const { login } = await client.request('login/current', {});
    if (!login) throw new CannotRun('You are not logged in to an org. Use "isv-debugger login-as ORG", or --org ORG.');
    return login;
  }

  async openProject() {
    const hub = await this.hub();
    this.progress(`Compiling ${hub.world.projects.join(', ')}…`);
    const data = this.texts('data');
    return hub.client.request('org/openProject', {
      projects: hub.world.projects, ...(hub.world.with.length > 0 ? { with: hub.world.with } : {}), ...(data.length > 0 ? { data } : {}),
    });
  }

  close(): void {
    this.#clearProgress();
    if (this.#hub) closeHub(this.#hub);
  }

  async #signInOnlyEngineer(hub: Hub): Promise<void> {
    const { developers } = await hub.client.request('developer/list', {});
    const [only] = developers;
    if (!only || developers.length > 1) {
      throw new CannotRun(`Nobody is signed in. Use --engineer with one of: ${developers.map(each => each.userName).join(', ')}.`);
    }
    await signIn(hub, only.userName, this.#factors());
    this.note(`Signed in as ${only.name} (${only.userName}).`);
  }

  #clearProgress(): void {
    if (!this.#hasProgressLine) return;
    process.stderr.write('\r\u001b[K');
    this.#hasProgressLine = false;
  }
}
