import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { documentOf, renderClosed, renderOrg, type OrgPageView } from '../../../src/extension/orgs/org-page-html.ts';
import { readAction } from '../../../src/extension/orgs/org-page-messages.ts';

const EVIL = `<img src=x onerror="alert('1')">&`;
const ESCAPED = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;';
const NOW = Date.UTC(2026, 0, 1);

function view(word: string): OrgPageView {
  const user = { id: '005', userName: `${word}@x`, name: word, profile: word };
  return {
    kind: 'full sandbox', hasActiveSession: false, loggedInAs: null, now: NOW,
    details: {
      id: '00D1', name: word, alias: word, kind: 'full', instance: word, packages: [], grants: 1, expiresAt: NOW, contact: { name: word, email: word, phone: word }, notDebuggable: null,
      limits: [{ name: 'dataSpace', used: 1_500_000, maximum: 2_000_000, percent: 75 }],
      access: [{ user, grantedAt: NOW, expiresAt: NOW + 3_600_000, logins: [{ developer: word, at: NOW, caseNumber: word, reason: word }] }],
      licenses: [{ namespace: word, status: 'active', seats: null, userIds: [], expiresAt: null, packageName: word, version: word, usedSeats: 0 }],
      features: [{ namespace: word, name: word, type: 'boolean', direction: 'lmoToSubscriber', value: true }, { namespace: word, name: word, type: 'date', direction: 'subscriberToLmo', value: word }],
    },
  };
}

describe("the subscriber's page", () => {
  it('security 18: escapes whatever the org says', () => {
    const html = documentOf(EVIL, renderOrg(view(EVIL)), 'n0nce');
    assert.equal(html.includes('<img'), false);
    assert.equal(html.split(ESCAPED).length > 15, true);
  });

  it('shows access with the time left, licenses, parameters and limits, under a policy without exceptions', () => {
    const html = documentOf('Amy', renderOrg(view('Amy')), 'n0nce');
    assert.match(html, /default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'/);
    assert.match(html, /1 h left/);
    assert.match(html, /data-action="login" data-user="Amy@x" aria-label="Log in as Amy"/);
    assert.match(html, /<option selected>active/);
    assert.match(html, /type="checkbox" aria-label="Value of Amy" checked/);
    assert.match(html, /1\.4 MB of 1\.9 MB/);
    assert.equal(/ (on\w+|style)=/.test(html), false, 'the policy forbids inline handlers and styles');
  });

  it('says so when the org grants no access any more', () => {
    const html = documentOf(EVIL, renderClosed(EVIL), 'n0nce');
    assert.match(html, /grants you no Login Access now/);
    assert.deepEqual([html.includes('<img'), html.includes('<button')], [false, false]);
  });

  it('offers to return where one is logged in', () => {
    const html = renderOrg({ ...view('Amy'), loggedInAs: 'Amy@x' });
    assert.match(html, /data-action="return"/);
    assert.equal(html.includes('data-action="login"'), false);
  });
});

describe("security 18: messages of the subscriber's page", () => {
  for (const [message, expected] of [
    [{ action: 'login', user: 'a@b' }, { action: 'login', user: 'a@b' }],
    [{ action: 'return', more: 1 }, { action: 'return' }],
    [{ action: 'license', namespace: 'n', status: 'trial', seats: '5', expires: '2026-01-31' }, { action: 'license', namespace: 'n', status: 'trial', seats: 5, expiresAt: Date.UTC(2026, 0, 31, 23, 59, 59) }],
    [{ action: 'license', namespace: 'n', status: 'active', seats: '', expires: '' }, { action: 'license', namespace: 'n', status: 'active', seats: null, expiresAt: null }],
    [{ action: 'feature', namespace: 'n', name: 'f', type: 'boolean', value: false }, { action: 'feature', namespace: 'n', name: 'f', value: false }],
    [{ action: 'feature', namespace: 'n', name: 'f', type: 'integer', value: '-3' }, { action: 'feature', namespace: 'n', name: 'f', value: -3 }],
    [{ action: 'feature', namespace: 'n', name: 'f', type: 'date', value: '2026-02-01' }, { action: 'feature', namespace: 'n', name: 'f', value: '2026-02-01' }],
    [{ action: 'feature', namespace: 'n', name: 'f', type: 'integer', value: '' }, null],
    [{ action: 'feature', namespace: 'n', name: 'f', type: 'boolean', value: 'yes' }, null],
    [{ action: 'license', namespace: 'n', status: 'gold', seats: '', expires: '' }, null],
    [{ action: 'license', namespace: 'n', status: 'active', seats: '1.5', expires: '' }, null],
    [{ action: 'license', namespace: 'n', status: 'active', seats: '', expires: '2026-99-99' }, null],
    [{ action: 'login', user: 7 }, null], [{ action: 'login', user: 'x'.repeat(300) }, null], [{ action: 'toString' }, null], [{}, null], [null, null], ['login', null],
  ] as const) {
    it(`${expected ? 'takes' : 'ignores'} ${JSON.stringify(message)?.slice(0, 80)}`, () => assert.deepEqual(readAction(message), expected));
  }
});
