import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import { table } from '../table.ts';

export const approveCommand: Command = {
  name: 'approve',
  summary: "As a customer's user: list logins that wait for approval, approve or deny one.",
  parameters: 'ORG [USER]',
  options: { world: worldOptions.world, id: { type: 'string', value: 'ID', help: 'Which, if several wait.' }, deny: { type: 'boolean', help: 'Deny it.' } },
  async run(context) {
    const [org, user, ...more] = context.positionals;
    if (org === undefined || more.length > 0) throw new CannotRun('Say in which org: isv-debugger approve ORG [USER].');
    const { client } = await context.connection();
    const { approvals } = await client.request('approval/list', { org });
    if (user === undefined) {
      context.json({ approvals });
      if (approvals.length === 0) context.print('No login waits for approval.');
      else for (const line of table([['ID', 'DEVELOPER', 'AS', 'CASE', 'REASON', 'UNTIL'], ...approvals.map(each => [each.id, each.developer, each.user.userName, each.caseNumber ?? '', each.reason ?? '', new Date(each.expiresAt).toISOString()])])) context.print(line);
      return DONE;
    }
    const id = context.text('id') ?? (approvals.length === 1 ? approvals[0]?.id : undefined);
    if (id === undefined) throw new CannotRun(approvals.length === 0 ? 'No login waits for approval.' : `${approvals.length} logins wait; say which with --id.`);
    const decided = await client.request('approval/decide', { id, user, approve: context.values['deny'] !== true });
    context.json(decided);
    context.print(`The login of ${decided.developer} as ${decided.user.userName} is ${decided.state}.`);
    return DONE;
  },
};
