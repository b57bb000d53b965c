import type { OrgDetails } from '../../protocol/partner.ts';
import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import { table } from '../table.ts';
import { minuteOf } from '../text.ts';

const limitNames = { fileSpace: 'File space', dataSpace: 'Data space', apiRequests: 'API requests' } as const;

export const orgCommand: Command = {
  name: 'org',
  summary: "Show a subscriber's details: contact, limits, access, licenses, feature parameters.",
  parameters: 'show ORG',
  options: worldOptions,
  async run(context) {
    const [action, org, ...more] = context.positionals;
    if (action !== 'show' || org === undefined || more.length > 0) throw new CannotRun('Say which org: isv-debugger org show ORG.');
    const { client } = await context.hub();
    const details = await client.request('org/details', { org });
    context.json(details);
    for (const line of linesOf(details)) context.print(line);
    return DONE;
  },
};

function linesOf(org: OrgDetails): readonly string[] {
  const { contact } = org;
  return [
    `${org.name} (${org.kind}, ${org.instance}, ${org.id})`, `Contact: ${[contact.name, contact.email, contact.phone].filter(each => each !== null).join(', ')}`,
    ...(org.notDebuggable === null ? [] : [org.notDebuggable]),
    ...(org.limits ?? []).map(each => `${limitNames[each.name]}: ${each.percent} %`), '',
    ...section('Login access', [['USER', 'PROFILE', 'UNTIL', 'LAST USED BY'], ...org.access.map(each => [each.user.userName, each.user.profile, minuteOf(each.expiresAt), each.logins[0] ? `${each.logins[0].developer} ${minuteOf(each.logins[0].at)}` : ''])], 'Nobody grants access.'),
    ...section('Packages', [['PACKAGE', 'VERSION', 'LICENSE', 'USED', 'PROVISIONED', 'UNTIL'], ...org.licenses.map(each => [each.packageName, each.version, each.status, String(each.usedSeats), each.seats === null ? 'site license' : String(each.seats), minuteOf(each.expiresAt)])], 'No package of yours.'),
    ...section('Feature parameters', [['NAME', 'TYPE', 'DIRECTION', 'VALUE'], ...org.features.map(each => [`${each.namespace}.${each.name}`, each.type, each.direction === 'lmoToSubscriber' ? 'to the subscriber' : 'from the subscriber', String(each.value)])], 'None.'),
  ];
}

function section(title: string, rows: readonly (readonly string[])[], empty: string): readonly string[] {
  return [`${title}:`, ...(rows.length > 1 ? table(rows) : [empty]).map(line => `  ${line}`), ''];
}
