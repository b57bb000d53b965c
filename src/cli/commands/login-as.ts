import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';

export const loginAsCommand: Command = {
  name: 'login-as',
  summary: 'Log in to a subscriber org as the user who granted access.',
  parameters: 'ORG [USER]',
  options: { ...worldOptions, case: { type: 'string', value: 'NUMBER', help: 'Number of the case that needs the login.' }, reason: { type: 'string', value: 'TEXT', help: 'Why; both go to both logs.' }, token: { type: 'boolean', help: 'Print the session id for HTTP requests too: a secret.' } },
  async run(context) {
    const [org, user, ...more] = context.positionals;
    if (org === undefined || more.length > 0) throw new CannotRun('Say which org: isv-debugger login-as ORG [USER].');
    const { client } = await context.hub();
    const caseNumber = context.text('case');
    const reason = context.text('reason');
    client.on('approval/changed', ({ approval }) => { if (approval.state === 'pending') context.note(`Waiting for ${approval.org.name} to approve the login (until ${new Date(approval.expiresAt).toISOString()}). Ctrl+C cancels it.`); });
    const login = await client.request('login/start', { org, ...(user === undefined ? {} : { user }), ...(caseNumber === undefined ? {} : { caseNumber }), ...(reason === undefined ? {} : { reason }) });
    const { accessToken, ...rest } = login;
    const withToken = context.values['token'] === true;
    context.json(withToken ? login : rest);
    context.print(`Logged in to ${login.org.name} as ${login.user.name} (${login.user.userName}) until ${new Date(login.expiresAt).toISOString()}.`);
    context.print(`HTTP: ${login.instanceUrl}`);
    if (withToken) context.print(`Authorization: Bearer ${accessToken}`);
    return DONE;
  },
};
