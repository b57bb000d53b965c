import type { Command } from '../context.ts';
import { orgOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import { table } from '../table.ts';

export const queryCommand: Command = {
  name: 'query',
  summary: 'Run a SOQL query.',
  parameters: 'SOQL',
  options: orgOptions,
  async run(context) {
    const soql = context.positionals.join(' ').trim();
    if (soql === '') throw new CannotRun('Give a query: isv-debugger query "SELECT Id, Name FROM Account".');
    const login = await context.login();
    const { client } = await context.hub();
    const result = await client.request('query', { loginId: login.id, soql });
    context.json(result);
    const records = result.records as readonly Readonly<Record<string, unknown>>[];
    const columns = [...new Set(records.flatMap(record => Object.keys(record).filter(name => name !== 'attributes')))];
    if (columns.length > 0) for (const line of table([columns, ...records.map(record => columns.map(column => cell(record[column])))])) context.print(line);
    context.print(`${result.totalSize} ${result.totalSize === 1 ? 'row' : 'rows'}`);
    return DONE;
  },
};

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value as string | number | boolean);
  return JSON.stringify(value, (name, item: unknown) => (name === 'attributes' ? undefined : item));
}
