import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { LogInfo, LogPart, LogPosition } from '../../../src/protocol/partner.ts';
import { RealOrg } from './support/real-org.ts';

describe('debug logs that are written while a request runs', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start({ files: { 'classes/Desk.cls': "global class Desk { global static void say(Integer n) { for (Integer i = 0; i < n; i++) { System.debug('line ' + i + ' — ' + 'x'.repeat(200)); } } }" } }); });
  after(() => org.close());

  const read = (logId: string, from: LogPosition = 0, maxBytes?: number): Promise<LogPart> => org.kim.request('log/read', { loginId: org.login.id, logId, from, ...(maxBytes ? { maxBytes } : {}) });
  const files = (): string[] => readdirSync(join(org.bench.state, 'orgs', org.login.org.id, 'logs'));

  /** All parts from a place on. */
  async function rest(logId: string, from: LogPosition = 0, maxBytes?: number): Promise<{ text: string; parts: number }> {
    let text = '';
    for (let parts = 1; ; parts++) {
      const part = await read(logId, from, maxBytes);
      text += part.text;
      from = part.next;
      if (part.isComplete) return { text, parts };
    }
  }

  it('can be read up to where the request is paused, and grow from there', async () => {
    const grew = org.next('log/grew');
    const paused = await org.pause("System.debug('before');\nInteger witness = 42;\nSystem.debug('after');", 2);
    const { log } = await grew;
    assert.deepEqual([log.success, log.operation, log.user.userName], [null, 'anonymous Apex', 'ann@north.example']);
    const { logs } = await org.kim.request('log/list', { loginId: org.login.id });
    assert.deepEqual(logs.slice(0, 1).map(({ id, success }) => [id, success]), [[log.id, null]]);
    const first = await read(log.id);
    assert.match(first.text, /^67\.0 APEX_CODE,DEBUG.*\nExecute Anonymous: System\.debug\('before'\);\n[^]*\|USER_DEBUG\|\[1\]\|DEBUG\|before\n$/);
    assert.equal(first.isComplete, false);
    assert.deepEqual(await read(log.id, first.next), { text: '', next: first.next, isComplete: false });
    const added = org.next('log/added');
    const result = await paused.resume();
    assert.equal((await added).log.id, log.id);
    assert.equal(result.logId, log.id);
    const last = await read(log.id, first.next);
    assert.match(last.text, /^\S+ \(\d+\)\|USER_DEBUG\|\[3\]\|DEBUG\|after\n[^]*EXECUTION_FINISHED\n$/);
    assert.equal(last.isComplete, true);
    assert.equal(`${result.debugLog}\n`, first.text + last.text);
    await org.kim.request('session/end', { sessionId: paused.session.id });
  });

  it('come in parts of whole lines, and the outcome brings the end of a long one', async () => {
    const result = await org.anonymous('acme.Desk.say(12000);');
    assert.ok((result.logBytes ?? 0) > 3_000_000, String(result.logBytes));
    assert.ok(result.debugLog.length < 2_200_000);
    assert.match(result.debugLog, /^67\.0 .*\n\*\*\* The first part of this log is left out here: debug log 07L\w+ has all \d+ bytes\n\d\d:/);
    const { text, parts } = await rest(result.logId ?? '', 0, 500_000);
    assert.ok(parts >= 6, String(parts));
    assert.equal(Buffer.byteLength(text), result.logBytes);
    assert.deepEqual([...text.matchAll(/\|DEBUG\|line (\d+) — /g)].map(found => Number(found[1])), Array.from({ length: 12_000 }, (_, n) => n));
    assert.deepEqual(files().filter(each => each.endsWith('.part')), []);
  });

  it('lose their older lines beyond 20 MB', async () => {
    const result = await org.anonymous('acme.Desk.say(100000);');
    assert.ok((result.logBytes ?? 0) <= 20 * 1024 * 1024 && (result.logBytes ?? 0) > 9 * 1024 * 1024, String(result.logBytes));
    const { text } = await rest(result.logId ?? '');
    const [, header, source, skipped, first] = /^(67\.0 .*)\n(Execute Anonymous: .*)\n\*\*\* Skipped (\d+) bytes of detailed log\n.*\|DEBUG\|line (\d+) — /.exec(text) ?? [];
    assert.ok(header && source && Number(skipped) > 10_000_000, text.slice(0, 400));
    const lines = [...text.matchAll(/\|DEBUG\|line (\d+) — /g)].map(found => Number(found[1]));
    assert.deepEqual(lines, Array.from({ length: 100_000 - Number(first) }, (_, n) => n + Number(first)));
  });

  it("hide other vendors' lines, whole or in parts (T16)", async () => {
    const result = await org.anonymous("System.debug('mine é');\nacme.Desk.say(12000);\nSystem.debug('mine too');");
    const subscriber = org.bench.hub.context.directory.findOrg('north');
    const viewer = subscriber.users[0]!;
    const { debugLogs } = org.bench.hub.context;
    const whole = await debugLogs.read(subscriber, viewer, result.logId ?? '', []);
    assert.ok(!whole.includes('line 5'), 'a line of the package is shown');
    assert.match(whole, /\|DEBUG\|mine é\n\S+ \(\d+\)\|ENTERING_MANAGED_PKG\|acme\n[^]*\|DEBUG\|mine too\n/);
    let from: LogPosition = 0;
    let text = '';
    for (let isComplete = false; !isComplete;) {
      const part = await debugLogs.readPart(subscriber, viewer, result.logId ?? '', [], from, 100_000);
      text += part.text;
      ({ next: from, isComplete } = part);
    }
    assert.ok(!text.includes('line 5'));
    assert.match(text, /\|DEBUG\|mine é\n/);
    assert.match(text, /\|DEBUG\|mine too\n/);
  });

  it('are not shown while they run to whoever may not see the list (T10), nor kept without a trace flag', async () => {
    const bo = await org.kim.login('north', 'bo@north.example');
    await assert.rejects(org.kim.request('log/list', { loginId: bo.id }), /lacks "View All Data"/);
    const { logs } = await org.kim.request('log/list', { loginId: (await org.kim.login('north', 'ann@north.example')).id });
    await assert.rejects(org.kim.request('log/read', { loginId: bo.id, logId: logs[0]!.id }), /notLoggedIn|logged|lacks/);
  });

  it('refuse a place that is none', async () => {
    const login = await org.kim.login('north', 'ann@north.example');
    const { logs }: { logs: readonly LogInfo[] } = await org.kim.request('log/list', { loginId: login.id });
    await assert.rejects(org.kim.request('log/read', { loginId: login.id, logId: logs[0]!.id, from: '../1' }), /"from" must be 0, or what the part before gave/);
    await assert.rejects(org.kim.request('log/read', { loginId: login.id, logId: '../../org' }), /has no debug log/);
  });
});
