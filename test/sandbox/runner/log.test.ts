import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { RunResult } from '../../../src/protocol/rpc.ts';
import { RealOrg } from './support/real-org.ts';

const FILES: Readonly<Record<string, string>> = {
  'classes/Desk.cls': `global class Desk {
  global static Integer serve(Integer n) {
    Integer sum = 0;
    for (Integer i = 0; i < n; i++) {
      sum += i;
    }
    return sum;
  }
}`,
};
const CODE = "Integer a = acme.Desk.serve(3);\nSystem.debug(a);\ninsert new Account(Name = 'logged');";

/** Without the time of day and without ids: nanoseconds stay. */
const shapeOf = ({ debugLog }: RunResult): string => debugLog.replaceAll(/^\d\d:\d\d:\d\d\./gm, '').replaceAll(/\b001[A-Za-z0-9]{12,15}\b/g, '<001>');

describe('debug logs of an org', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start({ files: FILES }); });
  after(() => org.close());

  const run = (levels?: { ApexCode: 'FINEST' | 'DEBUG' }, path?: string): Promise<RunResult> => org.kim.request('run/anonymous', { loginId: org.login.id, code: CODE, ...(levels ? { levels } : {}), ...(path ? { path } : {}) });

  it('tell as much as a header asks for', async () => {
    const usual = (await run()).debugLog;
    assert.ok(!usual.includes('|STATEMENT_EXECUTE|'));
    assert.match(usual.split('\n')[0] ?? '', /^67\.0 APEX_CODE,DEBUG;/);
    const fine = (await run({ ApexCode: 'FINEST' })).debugLog;
    assert.match(fine.split('\n')[0] ?? '', /^67\.0 APEX_CODE,FINEST;/);
    assert.match(fine, /\|METHOD_ENTRY\|\[1\]\|01p[A-Za-z0-9]{12}\|acme\.Desk\.serve\(Integer\)\n/);
    assert.equal(fine.match(/\|STATEMENT_EXECUTE\|/g)?.length, 13);
  });

  it('tell as much as a trace flag of the user asks for', async () => {
    const { userId } = (await org.kim.request('query', { loginId: org.login.id, soql: "SELECT Id FROM User WHERE Username = 'ann@north.example'" })).records.map(record => ({ userId: (record as { Id: string }).Id }))[0]!;
    const post = async (object: string, body: object): Promise<string> => {
      const { response } = await org.kim.request('run/request', { loginId: org.login.id, method: 'POST', path: `/services/data/v64.0/sobjects/${object}`, body: JSON.stringify(body) });
      assert.equal(response?.status, 201, response?.body);
      return (JSON.parse(response?.body ?? '{}') as { id: string }).id;
    };
    const level = await post('DebugLevel', { DeveloperName: 'Fine', MasterLabel: 'Fine', ApexCode: 'FINE', Database: 'NONE' });
    await post('TraceFlag', { TracedEntityId: userId, DebugLevelId: level, LogType: 'USER_DEBUG', ExpirationDate: new Date(org.bench.clock.now() + 366 * 86_400_000 * 10).toISOString() });
    const log = (await run()).debugLog;
    assert.match(log.split('\n')[0] ?? '', /^67\.0 APEX_CODE,FINE;.*;DB,NONE;/);
    assert.ok(log.includes('|METHOD_ENTRY|') && !log.includes('|STATEMENT_EXECUTE|') && !log.includes('|DML_BEGIN|'));
  });

  for (const level of ['DEBUG', 'FINEST'] as const) {
    it(`are the same at ${level} with the debugger off, attached and stepping`, async () => {
      const off = shapeOf(await run({ ApexCode: level }));
      const session = await org.acquire();
      const attached = shapeOf(await run({ ApexCode: level }));
      const path = `${org.folder}/neutral${level}.apex`;
      await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line: 1 }] });
      const listening = org.kim.hub.on('debug/stopped', ({ threadId }) => void org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'stepIn' }));
      const stepping = shapeOf(await run({ ApexCode: level }, path));
      listening.dispose();
      await org.kim.request('session/end', { sessionId: session.id });
      assert.deepEqual(attached.split('\n'), off.split('\n'));
      assert.deepEqual(stepping.split('\n'), off.split('\n'));
    });
  }
});
