import { SANDBOX_KINDS } from '../../protocol/partner.ts';
import type { SandboxKind } from '../../protocol/partner.ts';
import type { Command, CommandContext } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import type { ExitCode } from '../failure.ts';

/** T12 */
export const sandboxCommand: Command = {
  name: 'sandbox',
  summary: 'Make a sandbox of an org you may log in to as an administrator, or throw it away.',
  parameters: 'create ORG NAME | delete ORG',
  options: {
    ...worldOptions,
    kind: { type: 'string', value: 'KIND', help: `${SANDBOX_KINDS.join(', ')}. Default: full.` },
    objects: { type: 'string', value: 'A,B', help: 'Template of a partial copy: the objects it takes, 10,000 records of each at most. Default: all.' },
    mask: { type: 'string', value: 'WHAT', help: 'personal: e-mails, phones, names, addresses; text: every text somebody typed.' },
    user: { type: 'string', value: 'NAME', help: 'Administrator to log in as. Default: who granted access.' },
  },
  async run(context) {
    const [verb, org, name, ...more] = context.positionals;
    if (verb === 'create' && org !== undefined && name !== undefined && more.length === 0) return create(context, org, name);
    if (verb === 'delete' && org !== undefined && name === undefined) {
      const { client } = await context.hub();
      await client.request('sandbox/delete', { org });
      context.json({ deleted: org });
      context.print(`Threw ${org} away.`);
      return DONE;
    }
    throw new CannotRun('Say what: isv-debugger sandbox create ORG NAME, or sandbox delete ORG.');
  },
};

async function create(context: CommandContext, org: string, name: string): Promise<ExitCode> {
  const kind = context.text('kind') ?? 'full';
  const mask = context.text('mask');
  if (!SANDBOX_KINDS.includes(kind as SandboxKind)) throw new CannotRun(`--kind ${kind}: there are ${SANDBOX_KINDS.join(', ')}.`);
  if (mask !== undefined && mask !== 'personal' && mask !== 'text') throw new CannotRun(`--mask ${mask}: there are personal, text.`);
  const objects = context.text('objects')?.split(',').map(each => each.trim()).filter(Boolean);
  const user = context.text('user');
  const { client } = await context.hub();
  const login = await client.request('login/start', { org, ...(user === undefined ? {} : { user }) });
  client.on('sandbox/progress', progress => context.progress(`${progress.message} (${progress.done} of ${progress.total})`));
  const made = await client.request('sandbox/create', { loginId: login.id, name, kind: kind as SandboxKind, ...(objects ? { objects } : {}), ...(mask === undefined ? {} : { mask }) });
  context.json(made);
  const rows = Object.values(made.rows).reduce((sum, each) => sum + each, 0);
  context.print(`Made ${made.org.name} (${made.org.alias ?? made.org.id}) with ${rows} records of ${Object.keys(made.rows).length} objects.`);
  return DONE;
}
