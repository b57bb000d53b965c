import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { DONE } from '../failure.ts';
import { table } from '../table.ts';
import { minuteOf } from '../text.ts';

export const subscribersCommand: Command = {
  name: 'subscribers',
  summary: 'List who has your package, by name or org ID.',
  parameters: '[SEARCH]',
  options: worldOptions,
  async run(context) {
    const { client } = await context.hub();
    const search = context.positionals.join(' ');
    const { subscribers } = await client.request('subscribers/list', search === '' ? {} : { search });
    context.json({ subscribers });
    if (subscribers.length === 0) context.print(search === '' ? 'No org has your package.' : `No subscriber matches "${search}".`);
    else for (const line of table([['ORG', 'NAME', 'ID', 'KIND', 'INSTANCE', 'PACKAGES', 'ACCESS UNTIL'], ...subscribers.map(each => [each.alias ?? '', each.name, each.id, each.kind, each.instance, each.packages.map(one => `${one.namespace ?? ''} ${one.version}`.trim()).join(', '), minuteOf(each.expiresAt)])])) context.print(line);
    return DONE;
  },
};
