import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';

export const maintenanceCommand: Command = {
  name: 'maintenance',
  summary: 'Show, start or end maintenance: sessions end, and none starts.',
  parameters: '[start [MESSAGE] | end]',
  options: { world: worldOptions.world, in: { type: 'string', value: 'MINUTES', help: 'With so much notice. Default: none.' } },
  async run(context) {
    const [action, ...words] = context.positionals;
    const { client } = await context.connection();
    if (action === 'start') {
      const minutes = context.text('in');
      if (minutes !== undefined && !/^\d+(\.\d+)?$/.test(minutes)) throw new CannotRun(`--in is "${minutes}", but must be a number of minutes.`);
      await client.request('maintenance/start', { ...(words.length > 0 ? { message: words.join(' ') } : {}), ...(minutes === undefined ? {} : { inMinutes: Number(minutes) }) });
    } else if (action === 'end') await client.request('maintenance/end', {});
    else if (action !== undefined) throw new CannotRun('Use "isv-debugger maintenance [start [MESSAGE] | end]".');
    const { maintenance } = await client.request('maintenance/get', {});
    context.json({ maintenance });
    context.print(maintenance ? `Maintenance from ${new Date(maintenance.startsAt).toISOString()}: ${maintenance.message}` : 'There is no maintenance.');
    return DONE;
  },
};
