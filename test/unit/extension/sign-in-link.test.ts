import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { newAttempt, readSignInLink, signInAddress } from '../../../src/extension/login/sign-in-link.ts';

describe('signing in in the browser', () => {
  const attempt = newAttempt();
  const code = 'c'.repeat(43);
  const link = (parts: Record<string, string>): string => new URLSearchParams(parts).toString();

  it('asks the page with a challenge, and keeps what it is made of', () => {
    const address = new URL(signInAddress({ pages: 'http://localhost:1234', scheme: 'vscode-insiders' }, attempt));
    assert.deepEqual([address.origin, address.pathname, address.searchParams.get('scheme'), address.searchParams.get('state')], ['http://localhost:1234', '/partner/sign-in', 'vscode-insiders', attempt.state]);
    assert.equal(address.searchParams.get('challenge'), createHash('sha256').update(attempt.verifier).digest('base64url'));
    assert.equal(address.href.includes(attempt.verifier), false);
  });

  it('names who was chosen, and wants the code shown where no link leads back', () => {
    const { searchParams } = new URL(signInAddress({ pages: 'http://localhost:1234', scheme: null, engineer: 'dana@acme.example' }, attempt));
    assert.deepEqual([searchParams.get('scheme'), searchParams.get('show'), searchParams.get('login_hint')], [null, 'code', 'dana@acme.example']);
  });

  it('two attempts share nothing', () => {
    const other = newAttempt();
    assert.notEqual(other.state, attempt.state);
    assert.notEqual(other.verifier, attempt.verifier);
  });

  it('takes the code of the link that it asked for', () => assert.equal(readSignInLink(link({ code, state: attempt.state }), attempt), code));

  for (const [what, query, message] of [
    ["another window's", link({ code, state: newAttempt().state }), /another window/],
    ['one without a state', link({ code }), /another window/],
    ['one without a code', link({ state: attempt.state }), /not complete/],
    ['one with something else for a code', link({ state: attempt.state, code: `${code}&x` }), /not complete/],
    ['a long one', `x=${'y'.repeat(3000)}&${link({ code, state: attempt.state })}`, /another window/],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => readSignInLink(query, attempt), message));
  }

  it('refuses any when nobody waits', () => assert.throws(() => readSignInLink(link({ code, state: attempt.state }), null), /does not wait/));
});
