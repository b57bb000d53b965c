import type { OrgInfo } from '../../protocol/rpc.ts';
import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { DONE } from '../failure.ts';
import { table } from '../table.ts';

export const orgsCommand: Command = {
  name: 'orgs',
  summary: 'List the subscriber orgs that granted access.',
  parameters: '',
  options: worldOptions,
  async run(context) {
    const { client, world } = await context.hub();
    if (world.projects.length > 0) await context.openProject();
    const { orgs } = await client.request('orgs/list', {});
    context.json({ orgs });
    if (orgs.length === 0) context.print('No org grants access.');
    for (const line of table([['ORG', 'NAME', 'KIND', 'USER', 'ACCESS UNTIL', ''], ...orgs.flatMap(rowsOf)])) if (orgs.length > 0) context.print(line);
    return DONE;
  },
};

function rowsOf(org: OrgInfo): readonly (readonly string[])[] {
  const state = org.notDebuggable ?? (org.hasActiveSession ? 'session active' : '');
  return org.grants.map((grant, index) => [
    index === 0 ? org.alias ?? org.id : '', index === 0 ? org.name : '', index === 0 ? org.kind : '',
    grant.user.userName, new Date(grant.expiresAt).toISOString().slice(0, 16).replace('T', ' '), index === 0 ? state : '',
  ]);
}
