import { GRANT_DURATIONS } from '../../protocol/partner.ts';
import type { GrantDuration } from '../../protocol/partner.ts';
import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';

export const grantCommand: Command = {
  name: 'grant',
  summary: "As a customer's user: grant Login Access, take it back, or see what is missing for it.",
  parameters: `ORG USER [DURATION]`,
  options: { world: worldOptions.world, revoke: { type: 'boolean', help: 'Back to No Access.' } },
  async run(context) {
    const [org, user, ...words] = context.positionals;
    const duration = words.join(' ');
    if (org === undefined || user === undefined) throw new CannotRun('Say who grants: isv-debugger grant ORG USER [DURATION].');
    if (duration !== '' && !GRANT_DURATIONS.some(each => each === duration)) throw new CannotRun(`The duration is "${duration}", but must be one of ${GRANT_DURATIONS.join(', ')}.`);
    const { client } = await context.connection();
    if (context.values['revoke'] === true) {
      await client.request('grant/revoke', { org, user });
      context.print('No Access.');
    } else if (duration !== '') {
      const { expiresAt } = await client.request('grant/set', { org, user, duration: duration as GrantDuration });
      context.print(`Granted until ${new Date(expiresAt).toISOString()}.`);
    }
    const page = await client.request('grant/page', { org, user });
    context.json(page);
    if (duration === '' && context.values['revoke'] !== true) {
      context.print(page.expiresAt === null ? `${page.user.name} grants ${page.supportOrganization} no access.` : `${page.user.name} grants ${page.supportOrganization} access until ${new Date(page.expiresAt).toISOString()}.`);
      for (const each of page.conditions) context.print(`${each.holds ? '✔' : '✘'} ${each.reason} (${each.rule})`);
    }
    return DONE;
  },
};
