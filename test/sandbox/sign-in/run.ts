/**
 * `node test/sandbox/sign-in/run.ts`: sets up an authenticator and signs in with it, on the pages in the browser and over the wire as
 * the command line does, with codes by `oathtool` (of Debian's package of that name) at the time of this machine. Exit code 1: a
 * code was not taken, or one that must not count was.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { systemClock } from '../../../src/sandbox/partner/clock.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import { PageClient, textOf } from '../pages/support/page-client.ts';
import { refused } from '../rules/support/rule.ts';

const LEE = 'lee@acme.example';
const MIA = 'mia@acme.example';
const STEP_SECONDS = 30;

/** What the app on the developer's device shows, `later` seconds from now. */
function code(key: string, later = 0): string {
  return execFileSync('oathtool', ['--totp=sha1', '--base32', key.replaceAll(' ', ''), '--now', `@${Math.floor(Date.now() / 1000) + later}`], { encoding: 'utf8' }).trim();
}

const steps: readonly (readonly [what: string, step: (bench: Bench) => Promise<void>])[] = [
  ['in the browser, as the editor does', async bench => {
    const verifier = randomBytes(32).toString('base64url');
    const browser = new PageClient(bench);
    const start = `/partner/sign-in?state=${randomBytes(16).toString('base64url')}&challenge=${createHash('sha256').update(verifier).digest('base64url')}`;
    await browser.post('/partner/sign-in', { engineer: LEE }, await browser.open(start));
    await browser.open('/partner/verify');
    const app = await browser.open('/partner/enrol-app');
    const [, key = ''] = /Key: <code>([A-Z2-7 ]+)<\/code>/.exec(app.text) ?? assert.fail(textOf(app));
    assert.match((await browser.post('/partner/enrol-app', { code: code(key) }, app)).text, /<code>[0-9a-f-]{11}<\/code>/, 'no recovery codes');
    const verify = await browser.open('/partner/verify');
    // A code counts once, so the next one: the device's clock is half a minute ahead.
    const answer = await browser.post('/partner/verify', { code: code(key, STEP_SECONDS) }, verify);
    const [, once = ''] = /[?&;]code=([\w-]+)/.exec(answer.text) ?? assert.fail(textOf(answer));
    assert.equal((await (await bench.connect()).request('developer/redeem', { code: once, verifier })).developer.userName, LEE);
  }],
  ['over the wire, as the command line does', async bench => {
    const client = await bench.connect();
    const { secret } = await client.request('mfa/enrol', { userName: MIA });
    assert.equal((await client.request('mfa/confirm', { userName: MIA, code: code(secret) })).recoveryCodes.length, 10);
    assert.equal((await client.request('developer/signIn', { userName: MIA, code: code(secret, STEP_SECONDS) })).developer.userName, MIA);
    assert.equal((await client.request('login/start', { org: 'north' })).org.alias, 'north');
  }],
  ['a code that was used, one of long ago, one of later and one of another key count for nothing', async bench => {
    const client = await bench.connect();
    await client.request('mfa/reset', { userName: MIA });
    const { secret } = await client.request('mfa/enrol', { userName: MIA });
    const used = code(secret);
    await client.request('mfa/confirm', { userName: MIA, code: used });
    for (const wrong of [used, code(secret, -10 * STEP_SECONDS), code(secret, 10 * STEP_SECONDS), code('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', STEP_SECONDS)]) {
      await refused(client.request('developer/signIn', { userName: MIA, code: wrong }), 'mfaFailed', 'T8');
    }
  }],
];

console.log(execFileSync('oathtool', ['--version'], { encoding: 'utf8' }).split('\n')[0]);
const bench = await Bench.start({ clock: systemClock }, { ...WORLD, partner: { ...WORLD.partner, requireMfa: true } });
try {
  for (const [what, step] of steps) {
    await step(bench);
    console.log(`ok  ${what}`);
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await bench.close();
}
