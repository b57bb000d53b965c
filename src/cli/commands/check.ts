import type { Command, CommandContext } from '../context.ts';
import type { CheckResult } from '../../protocol/rpc.ts';
import { orgOptions } from '../context.ts';
import { DONE, FOUND_FAILURES } from '../failure.ts';

export const checkCommand: Command = {
  name: 'check',
  summary: 'Compile everything and list what does not compile.',
  parameters: '',
  options: orgOptions,
  async run(context) {
    const check = await checkOf(context);
    context.json(check);
    for (const { path, line, column, severity, message } of check.problems) context.print(`${path}:${line}:${column}: ${severity === 'warning' ? 'warning: ' : ''}${message}`);
    context.print(`${check.ready} classes ready, ${check.withErrors} with errors`);
    return check.withErrors === 0 ? DONE : FOUND_FAILURES;
  },
};

async function checkOf(context: CommandContext): Promise<CheckResult> {
  const { client, world } = await context.hub();
  if (world.projects.length > 0 && context.text('org') === undefined) return (await context.openProject()).check;
  return client.request('org/check', { org: (await context.login()).org.id });
}
