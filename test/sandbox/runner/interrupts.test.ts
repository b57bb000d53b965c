import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg } from './support/real-org.ts';

/** Fewer turns than generated code counts before it bills CPU time, each of which takes the library long. */
const TURNS = 15_000;
const loops: Readonly<Record<string, string>> = {
  'String.join of a long list': 'text = String.join(names, \',\');',
  'a search in a long list': 'total += names.indexOf(\'none\');',
  'replacing in a long text': 'text = longText.replace(\'9\', \'nine\');',
};
const code = (body: string, turns = TURNS): string => `List<String> names = new List<String>();
for (Integer i = 0; i < 5000; i++) names.add('name ' + i);
String longText = String.join(names, ' ');
String text;
Integer total = 0;
Integer turn = 0;
while (turn < ${turns}) {
  ${body}
  turn++;
}`;

describe('interrupts', function () {
  this.timeout(120_000);
  let org: RealOrg;
  before(async () => {
    org = await RealOrg.start({ files: { 'classes/SlowWork.cls': `global class SlowWork {
  global static Integer search(Integer turns) { ${code('total += names.indexOf(\'none\');').replace(`< ${TURNS}`, '< turns')} return turn; }
}` } });
  });
  after(() => org.close());

  for (const [what, body] of Object.entries(loops)) {
    it(`are heard in a loop of ${what}: pause`, async () => {
      const paused = await org.pause(code(body), 6);
      const { threadId, session: { id: sessionId } } = paused;
      const stopped = org.next('debug/stopped');
      const [, , first] = await Promise.all([
        org.kim.request('debug/resume', { sessionId, threadId, kind: 'continue' }), org.kim.request('debug/pause', { sessionId, threadId }),
        Promise.race([stopped.then(({ reason }) => reason), paused.result.then(({ exception }) => exception?.message ?? 'ran to its end')]),
      ]);
      assert.equal(first, 'pause');
      const { frames } = await org.kim.request('debug/stackTrace', { sessionId, threadId, startFrame: 0, levels: 1 });
      const { value } = await org.kim.request('debug/evaluate', { sessionId, frameId: frames[0]!.id, expression: 'turn', context: 'watch' });
      assert.ok(Number(value) < TURNS / 4, value);
      await org.kim.request('debug/evaluate', { sessionId, frameId: frames[0]!.id, expression: `turn = ${TURNS};`, context: 'repl' });
      assert.equal((await paused.resume()).exception, null);
    });
  }

  it('are heard in a loop of long library calls: the bound of a watch', async () => {
    // A watch initialises no class.
    const paused = await org.pause('acme.SlowWork.search(0);\nInteger witness = 42;', 2);
    const { frames } = await org.kim.request('debug/stackTrace', { sessionId: paused.session.id, threadId: paused.threadId, startFrame: 0, levels: 1 });
    const watch = (turns: number) => org.kim.request('debug/evaluate', { sessionId: paused.session.id, frameId: frames[0]!.id, expression: `acme.SlowWork.search(${turns})`, context: 'watch' });
    assert.equal((await watch(1)).value, '1');
    await assert.rejects(watch(TURNS), { message: /took longer than 100 ms and was ended/ });
    await paused.resume();
  });
});
