import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { routes } from '../../../src/sandbox/pages/routes.ts';
import { RealOrg } from '../runner/support/real-org.ts';
import { PageClient, textOf } from './support/page-client.ts';

const VALUES = ['', 'x', '0', '-1', '1e999', 'null', '__proto__', 'constructor', "' OR Name != '", '\\', '%', '"><script>', '\u0000', '\uD800', '💥', 'é'.repeat(300), '2026-02-30', '2026-13-45T99:99', '001000000000001AAA', 'true', '[]', '{"id":"x"}'];
const OBJECTS = ['Account', 'account', 'User', 'Case', 'Task', 'Event', 'Opportunity', 'Order', 'PricebookEntry', 'AccountHistory', 'Organization', 'Profile', 'ContentVersion', 'AggregateResult', 'Name', 'constructor', '__proto__', 'acme__X__c'];
const IDS = ['001000000000001AAA', '00D000000000001', '000000000000000AAA', 'new', 'zzz', 'constructor'];
const NAMES = ['q', 'sort', 'dir', 'page', 'org', 'user', 'next', 'ticket', 'to', 'state', 'challenge', 'scheme', 'Name', 'OwnerId', 'AccountId', 'CloseDate', 'seen', 'once', 'duration', 'id', 'decision', 'minutes', 'session', 'assigned', 'engineer', 'code', 'recoveryCode', 'passkey', 'loginAccess'];

describe('odd requests to the web pages', function () {
  this.timeout(120_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start(); });
  after(() => org.close());

  it('get an answer that is no failure of the sandbox', async () => {
    let seed = 20261125;
    const random = (): number => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const ann = await PageClient.as(org.bench, 'north', 'Ann');
    const parameters = (): Record<string, string> => Object.fromEntries(Array.from({ length: Math.floor(random() * 4) }, () => [pick(NAMES), pick(VALUES)]));
    const safe = routes.filter(({ path, method }) => path !== '/logout' && !(path === '/login' && method === 'POST') && path !== '/login-as');
    for (let count = 0; count < 120; count++) {
      const { method, path } = pick(safe);
      const at = path.replace(':object', pick(OBJECTS)).replace(':id', pick(IDS)).replace(/:\w+/g, pick(OBJECTS));
      const query = new URLSearchParams(parameters()).toString();
      const fields = parameters();
      const answer = method === 'GET' ? await ann.get(`${at}?${query}`) : await ann.post(at, fields, await ann.open('/setup'));
      const what = `${count}: ${method} ${at}?${query} ${JSON.stringify(fields)}`;
      assert.ok([200, 303, 400, 403, 404, 422].includes(answer.status), `${what}: ${answer.status} ${textOf(answer)}\n${org.bench.errors.at(-1) ?? ''}`);
      assert.doesNotMatch(answer.text, /<script>/, what);
    }
    assert.deepEqual(org.bench.errors, []);
  });
});
