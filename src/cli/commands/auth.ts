import type { Command, CommandContext } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import type { ExitCode } from '../failure.ts';
import { signIn } from '../hub.ts';
import { table } from '../table.ts';
import { minuteOf } from '../text.ts';

const USAGE = 'Use "isv-debugger auth [status]", "auth login USER", "auth logout", "auth enrol USER [CODE]", "auth tokens", "auth create-token NAME" or "auth revoke ID".';

export const authCommand: Command = {
  name: 'auth',
  summary: 'Sign in as an engineer, set up a second factor, keep tokens for machines.',
  parameters: '[status | login USER | logout | enrol USER [CODE] | tokens | create-token NAME | revoke ID]',
  options: { ...worldOptions, days: { type: 'string', value: 'DAYS', help: 'create-token: how long it holds. Default: until it is revoked.' }, all: { type: 'boolean', help: "tokens: everyone's." } },
  async run(context) {
    const [action = 'status', name, code, ...more] = context.positionals;
    const run = actions[action];
    if (!run || more.length > 0 || (code !== undefined && action !== 'enrol')) throw new CannotRun(USAGE);
    return run(context, name, code);
  },
};

type Action = (context: CommandContext, name: string | undefined, code: string | undefined) => Promise<ExitCode>;

const actions: Readonly<Record<string, Action>> = {
  async status(context) {
    const { developer } = await context.connection();
    context.json({ developer });
    context.print(developer ? `Signed in as ${developer.name} (${developer.userName}). Permissions: ${developer.permissions.join(', ') || 'none'}.` : 'Nobody is signed in.');
    return DONE;
  },
  async login(context, name) {
    const hub = await context.connection();
    const codeGiven = context.text('code');
    const recoveryCode = context.text('recovery-code');
    const developer = await signIn(hub, required(name), { ...(codeGiven === undefined ? {} : { code: codeGiven }), ...(recoveryCode === undefined ? {} : { recoveryCode }) });
    context.json({ developer });
    context.print(`Signed in as ${developer.name} (${developer.userName}).`);
    return DONE;
  },
  async logout(context) {
    const { client } = await context.connection();
    await client.request('developer/signOut', {});
    context.json({ developer: null });
    context.print('Signed out.');
    return DONE;
  },
  async enrol(context, name, code) {
    const { client } = await context.connection();
    const userName = required(name);
    if (code === undefined) {
      const { secret, uri } = await client.request('mfa/enrol', { userName });
      context.json({ secret, uri });
      context.print(`Add this to an authenticator app: ${uri}`);
      context.print(`Key: ${secret}`);
      context.print(`Then: isv-debugger auth enrol ${userName} CODE`);
      return DONE;
    }
    const { recoveryCodes } = await client.request('mfa/confirm', { userName, code });
    context.json({ recoveryCodes });
    context.print('Keep these recovery codes; each signs in once, and they are not shown again:');
    for (const each of recoveryCodes) context.print(`  ${each}`);
    return DONE;
  },
  async tokens(context) {
    const { client } = await (context.values['all'] === true ? context.connection() : context.hub());
    const { tokens } = await client.request('token/list', { all: context.values['all'] === true });
    context.json({ tokens });
    for (const line of table([['ID', 'NAME', 'KIND', 'DEVELOPER', 'CREATED', 'LAST USED', 'UNTIL'], ...tokens.map(each => [each.id, each.name, each.kind, each.developer, minuteOf(each.createdAt), minuteOf(each.lastUsedAt), minuteOf(each.expiresAt) || 'revoked'])])) context.print(line);
    return DONE;
  },
  async 'create-token'(context, name) {
    const { client } = await context.hub();
    const days = context.text('days');
    if (days !== undefined && !(Number(days) > 0)) throw new CannotRun(`--days is "${days}", but must be a number of days.`);
    const { token, info } = await client.request('token/create', { name: required(name), ...(days === undefined ? {} : { days: Number(days) }) });
    context.json({ token, ...info });
    context.print(token);
    context.note(`This is the only time it is shown. Give it to a machine as ISV_DEBUGGER_DEVELOPER_TOKEN; "isv-debugger auth revoke ${info.id}" takes it back.`);
    return DONE;
  },
  async revoke(context, id) {
    const { client } = await context.connection();
    await client.request('token/revoke', { id: required(id) });
    context.json({ revoked: id });
    context.print(`Revoked ${required(id)}.`);
    return DONE;
  },
};

function required(name: string | undefined): string {
  if (name === undefined) throw new CannotRun(USAGE);
  return name;
}
