import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE, FOUND_FAILURES } from '../failure.ts';
import { table } from '../table.ts';

export const auditCommand: Command = {
  name: 'audit',
  summary: 'Show the audit log, or verify that every row is as it was written.',
  parameters: '[verify]',
  options: { ...worldOptions, org: { type: 'string', value: 'ORG', help: 'Only rows of this org.' }, developer: { type: 'string', value: 'USER', help: 'Only rows of this developer.' }, limit: { type: 'string', value: 'N', help: 'At most so many rows. Default: 50.' } },
  async run(context) {
    const [action, ...more] = context.positionals;
    if (more.length > 0 || (action !== undefined && action !== 'verify')) throw new CannotRun('Use "isv-debugger audit" or "isv-debugger audit verify".');
    const { client } = await context.connection();
    if (action === 'verify') {
      const { entries, faults } = await client.request('audit/verify', {});
      context.json({ entries, faults });
      for (const fault of faults) context.print(fault.message);
      context.print(faults.length === 0 ? `All ${entries} rows are as they were written.` : `${faults.length} faults in ${entries} rows.`);
      return faults.length === 0 ? DONE : FOUND_FAILURES;
    }
    const limit = context.text('limit') ?? '50';
    if (!/^[1-9]\d{0,2}$|^1000$/.test(limit)) throw new CannotRun(`--limit is "${limit}", but must be a number up to 1000.`);
    const org = context.text('org');
    const developer = context.text('developer');
    const { entries } = await client.request('audit/list', { limit: Number(limit), ...(org === undefined ? {} : { org }), ...(developer === undefined ? {} : { developer }) });
    context.json({ entries });
    if (entries.length === 0) context.print('The log has no such rows.');
    else for (const line of table([['ROW', 'AT', 'WHO', 'WHAT', 'ORG', ''], ...entries.map(each => [String(each.sequence), new Date(each.at).toISOString(), each.actor, each.action, each.orgId ?? '', each.detail])])) context.print(line);
    return DONE;
  },
};
