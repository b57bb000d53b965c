import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { codeAt, stepAt } from '../../../src/sandbox/partner/totp.ts';
import { fromBase32 } from '../../support/base32.ts';
import { Authenticator } from '../hub/support/authenticator.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import type { TestClient } from '../hub/support/bench.ts';
import { days, minutes } from '../hub/support/manual-clock.ts';
import { refused, rule } from './support/rule.ts';

const world = { ...WORLD, partner: { ...WORLD.partner, requireMfa: true } };
const lee = 'lee@acme.example';
const kim = 'kim@acme.example';
const code = (bench: Bench, secret: string): string => codeAt(fromBase32(secret), stepAt(bench.clock.now()));

describe('rules of who a developer is', () => {
  rule('T8', 'where the policy wants it, a developer signs in with a one-time code', async bench => {
    const client = await bench.connect();
    await refused(client.request('developer/signIn', { userName: lee }), 'mfaRequired', 'T8', /has to set up/);
    const { secret } = await enrolled(bench, client, lee);
    await refused(client.request('developer/signIn', { userName: lee }), 'mfaRequired', 'T8', /a one-time code or a passkey/);
    bench.clock.advance(30_000);
    await refused(client.request('developer/signIn', { userName: lee, code: '000000' }), 'mfaFailed', 'T8');
    const once = code(bench, secret);
    assert.equal((await client.request('developer/signIn', { userName: lee, code: once })).developer.name, 'Lee');
    await refused(client.request('developer/signIn', { userName: lee, code: once }), 'mfaFailed', 'T8', /used before/);
  }, { world });

  rule('T8', 'who may modify all data needs a passkey: a one-time code does not count', async bench => {
    const client = await bench.connect();
    const { secret } = await enrolled(bench, client, kim);
    bench.clock.advance(30_000);
    await refused(client.request('developer/signIn', { userName: kim, code: code(bench, secret) }), 'mfaFailed', 'T8', /use a passkey/);
  }, { world });

  rule('T8', 'a passkey signs in, and only the one registered', async bench => {
    const client = await bench.connect();
    const origin = bench.hub.context.pagesAddress();
    const key = new Authenticator(origin);
    await client.request('passkey/register', { userName: kim, name: 'Laptop', response: key.register(await creation(client, kim)) });
    assert.deepEqual((await client.request('mfa/status', { userName: kim })).passkeys.map(each => each.name), ['Laptop']);
    const signIn = async (by: Authenticator): Promise<unknown> => client.request('developer/signIn', { userName: kim, passkey: by.signIn(await request(client, kim)) });
    await refused(signIn(new Authenticator(origin)), 'mfaFailed', 'T8', /not registered/);
    const answer = key.signIn(await request(client, kim));
    assert.equal((await client.request('developer/signIn', { userName: kim, passkey: answer })).developer.userName, kim);
    await refused(client.request('developer/signIn', { userName: kim, passkey: answer }), 'mfaFailed', 'T8', /not asked for/);
  }, { world });

  it('T8: a passkey of a page elsewhere is refused, and another one is added only by who is signed in', async () => {
    const bench = await Bench.start({}, world);
    try {
      const client = await bench.connect();
      await refused(client.request('passkey/register', { userName: kim, name: 'Evil', response: new Authenticator('http://localhost:1').register(await creation(client, kim)) }), 'mfaFailed', 'T8', /origin/i);
      await enrolled(bench, client, lee);
      await refused(client.request('passkey/registerOptions', { userName: lee }), 'notSignedIn', 'T8');
      await refused(client.request('mfa/enrol', { userName: lee }), 'notSignedIn', 'T8');
    } finally {
      await bench.close();
    }
  });

  it('T8: who does not use the support console needs no factor', async () => {
    const bench = await Bench.start({}, world);
    try {
      const client = await bench.connect();
      assert.deepEqual((await client.request('mfa/status', { userName: 'noa@acme.example' })).methods, []);
      await client.request('developer/signIn', { userName: 'noa@acme.example' });
    } finally {
      await bench.close();
    }
  });

  it('T8: a recovery code signs in once', async () => {
    const bench = await Bench.start({}, world);
    try {
      const client = await bench.connect();
      const { recoveryCodes } = await enrolled(bench, client, lee);
      const [first = ''] = recoveryCodes;
      await client.request('developer/signIn', { userName: lee, recoveryCode: first.toUpperCase().replace('-', ' ') });
      await refused(client.request('developer/signIn', { userName: lee, recoveryCode: first }), 'mfaFailed', 'T8');
      assert.equal((await client.request('mfa/status', { userName: lee })).recoveryCodesLeft, 9);
      const { recoveryCodes: renewed } = await client.request('mfa/recoveryCodes', {});
      await refused(client.request('developer/signIn', { userName: lee, recoveryCode: recoveryCodes[1] ?? '' }), 'mfaFailed', 'T8');
      await client.request('developer/signIn', { userName: lee, recoveryCode: renewed[1] ?? '' });
    } finally {
      await bench.close();
    }
  });

  it('T8: five wrong codes lock a developer out for a quarter of an hour; a reset lets in again', async () => {
    const bench = await Bench.start({}, world);
    try {
      const client = await bench.connect();
      const { secret } = await enrolled(bench, client, lee);
      bench.clock.advance(minutes(1));
      for (let tries = 0; tries < 5; tries++) await refused(client.request('developer/signIn', { userName: lee, code: '000000' }), 'mfaFailed', 'T8');
      await refused(client.request('developer/signIn', { userName: lee, code: code(bench, secret) }), 'lockedOut', 'T8', /Wait 15 minutes/);
      bench.clock.advance(minutes(15));
      await client.request('developer/signIn', { userName: lee, code: code(bench, secret) });
      await client.request('mfa/reset', { userName: lee });
      await refused(client.request('developer/signIn', { userName: lee }), 'mfaRequired', 'T8', /has to set up/);
      const actions = (await client.request('audit/list', { developer: lee })).entries.map(each => each.action);
      assert.deepEqual(actions, ['signIn', 'signIn.lockedOut', 'signIn.failed', 'signIn.failed', 'signIn.failed', 'signIn.failed', 'mfa.enrol', 'signIn.failed']);
    } finally {
      await bench.close();
    }
  });

  it('T8: attempts are limited, right or wrong', async () => {
    const bench = await Bench.start({}, world);
    try {
      const client = await bench.connect();
      await enrolled(bench, client, lee);
      for (let tries = 0; tries < 8; tries++) await refused(client.request('developer/signIn', { userName: lee }), 'mfaRequired', 'T8');
      await refused(client.request('developer/signIn', { userName: lee }), 'rateLimited', 'T8');
      bench.clock.advance(minutes(1));
      await refused(client.request('developer/signIn', { userName: lee }), 'mfaRequired', 'T8');
    } finally {
      await bench.close();
    }
  });

  it('tokens of machines are listed, expire, and cut their connections when they are revoked', async () => {
    const bench = await Bench.start();
    try {
      const client = await bench.connect('lee');
      const { token, info } = await client.request('token/create', { name: 'CI', days: 7 });
      const machine = await bench.connect();
      assert.equal((await machine.request('client/hello', { client: 'ci', version: '1', developerToken: token })).developer?.userName, lee);
      const closed = new Promise<void>(resolve => machine.hub.onClose(resolve));
      assert.deepEqual((await client.request('token/list', {})).tokens.filter(each => each.kind === 'service').map(({ id, name, lastUsedAt, expiresAt }) => [id, name, lastUsedAt, expiresAt]), [[info.id, 'CI', bench.clock.now(), bench.clock.now() + days(7)]]);
      await client.request('token/revoke', { id: info.id });
      await closed;
      const again = await bench.connect();
      assert.equal((await again.request('client/hello', { client: 'ci', version: '1', developerToken: token })).developer, null);
      const { token: short } = await client.request('token/create', { name: 'Short', days: 1 });
      bench.clock.advance(days(1));
      assert.equal((await again.request('client/hello', { client: 'ci', version: '1', developerToken: short })).developer, null);
      assert.ok(!JSON.stringify((await client.request('audit/list', {})).entries).includes(token));
    } finally {
      await bench.close();
    }
  });

  rule('T5', "the permission may come from a permission set", async bench => {
    const zoe = await bench.connect('zoe');
    assert.equal((await zoe.login()).org.alias, 'north');
    await refused((await bench.connect('noa')).login(), 'missingPermission', 'T5');
  }, { world: { ...WORLD, partner: { ...WORLD.partner, permissionSets: [{ name: 'Support', permissions: ['Log in to Subscriber Org'] }], engineers: [...WORLD.partner.engineers, { userName: 'zoe@acme.example', name: 'Zoe', permissionSets: ['support'] }] } } });
});

async function enrolled(bench: Bench, client: TestClient, userName: string): Promise<{ secret: string; recoveryCodes: readonly string[] }> {
  const { secret, uri } = await client.request('mfa/enrol', { userName });
  assert.ok(uri.startsWith(`otpauth://totp/Acme%3A${encodeURIComponent(userName)}?secret=${secret}&issuer=Acme`), uri);
  await refused(client.request('developer/signIn', { userName, code: code(bench, secret) }), 'mfaFailed', 'T8');
  const { recoveryCodes } = await client.request('mfa/confirm', { userName, code: code(bench, secret) });
  assert.equal(new Set(recoveryCodes).size, 10);
  return { secret, recoveryCodes };
}

async function creation(client: TestClient, userName: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return (await client.request('passkey/registerOptions', { userName })).options as PublicKeyCredentialCreationOptionsJSON;
}

async function request(client: TestClient, userName: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return (await client.request('passkey/signInOptions', { userName })).options as PublicKeyCredentialRequestOptionsJSON;
}
