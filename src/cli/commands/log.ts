import type { LogInfo, LogPosition } from '../../protocol/partner.ts';
import type { LoginInfo } from '../../protocol/rpc.ts';
import type { Command, CommandContext } from '../context.ts';
import { orgOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import { table } from '../table.ts';

/** As long as the trace flag that the platform's own tool sets, minutes. */
const TRACE_MINUTES = 30;

export const logCommand: Command = {
  name: 'log',
  summary: "Debug logs of an org: list them, print one, or follow those of requests as they run (until Ctrl+C). Without a trace flag, only tests and anonymous Apex leave logs.",
  parameters: 'list | show ID | tail',
  options: {
    ...orgOptions,
    count: { type: 'string', value: 'N', help: 'tail: end after so many logs.' },
    'skip-trace-flag': { type: 'boolean', help: `tail: set no trace flag for the user logged in as (else for ${TRACE_MINUTES} minutes).` },
  },
  hasJsonLines: true,
  async run(context) {
    const [verb, id, ...more] = context.positionals;
    if (more.length > 0 || (verb === 'show') !== (id !== undefined)) throw new CannotRun('Use "log list", "log show ID" or "log tail".');
    const login = await context.login();
    switch (verb) {
      case 'list': await list(context, login); break;
      case 'show': await show(context, login, id ?? ''); break;
      case 'tail': await tail(context, login); break;
      default: throw new CannotRun('Use "log list", "log show ID" or "log tail".');
    }
    return DONE;
  },
};

async function list(context: CommandContext, login: LoginInfo): Promise<void> {
  const { client } = await context.hub();
  const { logs } = await client.request('log/list', { loginId: login.id });
  for (const log of logs) context.json(log);
  if (logs.length === 0) context.print('No debug logs.');
  else for (const line of table([['ID', 'STARTED', 'USER', 'OPERATION', 'RESULT', 'MS', 'BYTES'], ...logs.map(each => [each.id, new Date(each.startedAt).toISOString(), each.user.userName, each.operation, resultOf(each), String(each.durationMs), String(each.bytes)])])) context.print(line);
}

const resultOf = ({ success }: LogInfo): string => (success === null ? 'runs' : success ? 'succeeded' : 'failed');

async function show(context: CommandContext, login: LoginInfo, logId: string): Promise<void> {
  const reader = new LogReader(context, login, logId);
  while (await reader.more()) { /* it prints */ }
}

/** Prints a log part by part: no more of it is held. */
class LogReader {
  readonly #context: CommandContext;
  readonly #loginId: string;
  readonly #logId: string;
  #next: LogPosition = 0;
  #rest = '';

  constructor(context: CommandContext, login: LoginInfo, logId: string) {
    this.#context = context;
    this.#loginId = login.id;
    this.#logId = logId;
  }

  /** False: it is complete, or there is no more now. */
  async more(): Promise<boolean> {
    const { client } = await this.#context.hub();
    const from = this.#next;
    const { text, next, isComplete } = await client.request('log/read', { loginId: this.#loginId, logId: this.#logId, from });
    this.#next = next;
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    if (isComplete && this.#rest !== '') lines.push(this.#rest);
    for (const line of lines) {
      this.#context.print(line);
      this.#context.json({ logId: this.#logId, line });
    }
    return !isComplete && next !== from;
  }
}

async function tail(context: CommandContext, login: LoginInfo): Promise<void> {
  const given = context.text('count');
  const count = given === undefined ? Infinity : Number(given);
  if (given !== undefined && !(Number.isInteger(count) && count > 0)) throw new CannotRun(`--count is ${given}, but must be a whole number above 0.`);
  const { client } = await context.hub();
  const readers = new Map<string, LogReader>();
  let ended = 0;
  // One look after another, so that lines of logs that grow at once don't mix within a part.
  let looking: Promise<void> = Promise.resolve();
  const over = new Promise<void>((resolve, reject) => {
    const look = (log: LogInfo): void => {
      if (log.orgId !== login.org.id) return;
      looking = looking.then(async () => {
        const reader = readers.get(log.id) ?? new LogReader(context, login, log.id);
        if (!readers.has(log.id)) context.note(`── ${log.id} · ${log.operation} · ${log.user.userName}`);
        readers.set(log.id, reader);
        while (await reader.more()) { /* it prints */ }
        if (log.success === null) return;
        readers.delete(log.id);
        context.note(`── ${log.id} · ${resultOf(log)} · ${log.durationMs} ms`);
        if (++ended >= count) resolve();
      });
      looking.catch(reject);
    };
    client.on('log/grew', ({ log }) => look(log));
    client.on('log/added', ({ log }) => look(log));
    client.on('login/changed', ({ login: now, reason }) => { if (now?.id !== login.id) reject(new CannotRun(reason ?? 'The login has ended.')); });
    client.onClose(() => reject(new CannotRun('The sandbox has stopped.')));
    process.once('SIGINT', () => resolve());
  });
  // Its failure is told below, whatever comes first.
  over.catch(() => undefined);
  if (context.values['skip-trace-flag'] !== true) await client.request('traceFlag/set', { loginId: login.id, user: login.user.userName, minutes: TRACE_MINUTES });
  context.note(`Following the debug logs of ${login.org.name}. Ctrl+C ends it.`);
  await over;
}
