import type { OptionSpec } from '../context.ts';
import { CannotRun } from '../failure.ts';
import type { CommandContext } from '../context.ts';
import type { MaskLevel } from '../../exchange/mask.ts';

export const MASK_HELP = 'personal: e-mails, phones, names, addresses; text: every text somebody typed.';

export const exportOptions = {
  query: { type: 'string', multiple: true, short: 'q', value: 'SOQL', help: 'export: which records; with subqueries, their children too.' },
  'target-org': { type: 'string', short: 'o', value: 'ALIAS', help: 'export: from a real org, as the Salesforce CLI is logged in to it.' },
  format: { type: 'string', value: 'tree|csv', help: 'export: sObject tree files with a plan, or a CSV file an object. Default: tree.' },
  mask: { type: 'string', value: 'WHAT', help: `export: ${MASK_HELP}` },
  output: { type: 'string', short: 'd', value: 'DIR', help: 'export: a new or empty folder. Default: data-export.' },
} as const satisfies Record<string, OptionSpec>;

/** Undefined: nothing was said. */
export function maskOf(context: CommandContext, ...others: readonly string[]): MaskLevel | string | undefined {
  const mask = context.text('mask');
  const allowed = ['personal', 'text', ...others];
  if (mask !== undefined && !allowed.includes(mask)) throw new CannotRun(`--mask ${mask}: there are ${allowed.join(', ')}.`);
  return mask;
}
