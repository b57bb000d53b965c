import type { LicenseInfo, LicenseStatus } from '../../protocol/partner.ts';
import type { Command, CommandContext } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';

const STATUSES = ['trial', 'active', 'suspended', 'uninstalled'] as const;

export const licenseCommand: Command = {
  name: 'license',
  summary: "Change a subscriber's license of your package; as the customer's admin, say who has a seat.",
  parameters: 'ORG NAMESPACE',
  options: {
    ...worldOptions,
    status: { type: 'string', value: 'STATUS', help: `${STATUSES.join(', ')}.` }, seats: { type: 'string', value: 'N', help: 'Number of seats, or "site" for the entire org.' },
    expires: { type: 'string', value: 'DATE', help: 'Like 2027-01-31, or "never".' },
    assign: { type: 'string', value: 'USER', help: 'Give the user a seat.' }, unassign: { type: 'string', value: 'USER', help: 'Take it back.' }, as: { type: 'string', value: 'ADMIN', help: "The customer's admin who does." },
  },
  async run(context) {
    const [org, namespace, ...more] = context.positionals;
    if (org === undefined || namespace === undefined || more.length > 0) throw new CannotRun('Say which: isv-debugger license ORG NAMESPACE --status STATUS | --seats N | --expires DATE | --assign USER --as ADMIN.');
    const license = await change(context, org, namespace);
    context.json(license);
    context.print(`${license.namespace}: ${license.status}, ${license.seats === null ? 'site license' : `${license.userIds.length} of ${license.seats} seats used`}${license.expiresAt === null ? '' : `, until ${new Date(license.expiresAt).toISOString().slice(0, 10)}`}.`);
    return DONE;
  },
};

async function change(context: CommandContext, org: string, namespace: string): Promise<LicenseInfo> {
  const user = context.text('assign') ?? context.text('unassign');
  if (user !== undefined) {
    const admin = context.text('as');
    if (admin === undefined) throw new CannotRun("Name the customer's admin who does it: --as ADMIN.");
    const { client } = await context.connection();
    return client.request('license/assign', { org, namespace, user: admin, userId: user, assigned: context.text('assign') !== undefined });
  }
  const status = context.text('status');
  const seats = context.text('seats');
  const expires = context.text('expires');
  if (status !== undefined && !STATUSES.some(each => each === status)) throw new CannotRun(`--status is "${status}", but must be one of ${STATUSES.join(', ')}.`);
  if (seats !== undefined && seats !== 'site' && !/^\d+$/.test(seats)) throw new CannotRun(`--seats is "${seats}", but must be a number or "site".`);
  if (expires !== undefined && expires !== 'never' && !/^\d{4}-\d{2}-\d{2}$/.test(expires)) throw new CannotRun(`--expires is "${expires}", but must be a date like 2027-01-31, or "never".`);
  if (status === undefined && seats === undefined && expires === undefined) throw new CannotRun('Say what to change: --status, --seats, --expires, --assign or --unassign.');
  const { client } = await context.hub();
  return client.request('license/set', {
    org, namespace, change: {
      ...(status === undefined ? {} : { status: status as LicenseStatus }), ...(seats === undefined ? {} : { seats: seats === 'site' ? null : Number(seats) }), ...(expires === undefined ? {} : { expiresAt: expires === 'never' ? null : Date.parse(expires) }),
    },
  });
}
