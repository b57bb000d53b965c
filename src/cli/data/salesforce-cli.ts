/**
 * The user's own login to a real org, as Salesforce's CLI has it. The token stays in this process: it is never printed or
 * written. Source: Salesforce CLI Command Reference, `org display` and `org auth show-access-token`.
 */
import { execFile } from 'node:child_process';
import { CannotRun } from '../failure.ts';

/** Another program in its place. */
export const SF_VARIABLE = 'ISV_DEBUGGER_SF';
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT = 1024 * 1024;

export interface SalesforceLogin {
  readonly orgId: string;
  readonly userName: string;
  /** Without a slash at the end. */
  readonly instanceUrl: string;
  readonly accessToken: string;
}

export async function salesforceLogin(targetOrg: string): Promise<SalesforceLogin> {
  // It goes to a program as an argument, and on Windows through a shell.
  if (!/^[A-Za-z0-9][\w.@+-]*$/.test(targetOrg)) throw new CannotRun(`--target-org "${targetOrg}" is no alias or user name.`);
  const { id, username, instanceUrl, accessToken } = await sf(['org', 'display', '--target-org', targetOrg, '--json']) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof username !== 'string' || typeof instanceUrl !== 'string') throw new CannotRun(`sf says too little about "${targetOrg}". Log in again: sf org login web --alias ${targetOrg}`);
  return { orgId: id, userName: username, instanceUrl: checkedUrl(instanceUrl), accessToken: isToken(accessToken) ? accessToken : await shownToken(targetOrg) };
}

/** Newer versions leave it out of `org display`. */
async function shownToken(targetOrg: string): Promise<string> {
  const result = await sf(['org', 'auth', 'show-access-token', '--target-org', targetOrg, '--no-prompt', '--json']);
  const token = typeof result === 'object' && result !== null ? (result as { accessToken?: unknown }).accessToken : result;
  if (!isToken(token)) throw new CannotRun(`sf gives no access token for "${targetOrg}". Log in again: sf org login web --alias ${targetOrg}`);
  return token;
}

const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]{15,4096}$/.test(value) && !value.includes('REDACTED');

/** The token goes there: encrypted, unless it is this machine. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname)))) throw new CannotRun(`sf names "${text}" as the org's address, but that is no https address.`);
  return url.origin;
}

function sf(args: readonly string[]): Promise<unknown> {
  const program = process.env[SF_VARIABLE] ?? 'sf';
  // What it prints must stay JSON.
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', SF_SKIP_NEW_VERSION_CHECK: 'true' };
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { env, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT, shell: process.platform === 'win32' }, (error, stdout) => {
      if (error?.code === 'ENOENT') {
        reject(new CannotRun('The Salesforce CLI (sf) is not on the PATH. Install it, and log in: sf org login web --alias NAME'));
        return;
      }
      let answer: { status?: unknown; result?: unknown; message?: unknown };
      try {
        answer = JSON.parse(stdout) as typeof answer;
      } catch {
        // Not what it said: that may hold the token.
        reject(new CannotRun(`"sf ${args.slice(0, 3).join(' ')}" gave no JSON${error ? ` and ended with ${error.code ?? error.signal ?? 'an error'}` : ''}.`));
        return;
      }
      if (error || answer.status !== 0) reject(new CannotRun(`"sf ${args.slice(0, 3).join(' ')}": ${typeof answer.message === 'string' ? answer.message : 'failed'}`));
      else resolve(answer.result);
    });
  });
}
