import type { Command } from '../context.ts';
import { orgOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import { table } from '../table.ts';

export const sessionCommand: Command = {
  name: 'session',
  summary: 'List the debugging sessions, or end one.',
  parameters: 'list | end ID',
  options: { ...orgOptions },
  async run(context) {
    const [action, id, ...more] = context.positionals;
    const { client } = await context.hub();
    if (action === 'end' && id !== undefined && more.length === 0) {
      await client.request('session/end', { sessionId: id });
      context.print(`Ended ${id}.`);
      context.json({ ended: id });
      return DONE;
    }
    if (action !== 'list' || id !== undefined) throw new CannotRun('Use "isv-debugger session list" or "isv-debugger session end ID".');
    const org = context.text('org');
    const { sessions } = await client.request('session/list', org === undefined ? {} : { org });
    context.json({ sessions });
    if (sessions.length === 0) context.print('There are no sessions.');
    else for (const line of table([['ID', 'ORG', 'USER', 'DEVELOPER', 'STATE', 'STARTED'], ...sessions.map(each => [each.id, each.org.name, each.user.userName, each.developer, each.state, new Date(each.startedAt).toISOString()])])) context.print(line);
    return DONE;
  },
};
