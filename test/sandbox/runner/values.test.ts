import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { DebugVariable } from '../../../src/protocol/debug.ts';
import { RealOrg } from './support/real-org.ts';

const code = `acme.Animal animal = new acme.Animal();
HttpRequest request = new HttpRequest();
request.setEndpoint('https://desk.example.com');
Schema.SObjectType token = Account.SObjectType;
Integer last = 1;`;

describe('values of a request that is stopped', function () {
  this.timeout(60_000);
  let org: RealOrg;
  let sessionId: string;
  let frameId: number;
  let locals: readonly DebugVariable[];
  before(async () => {
    org = await RealOrg.start({
      files: {
        'classes/Animal.cls': 'global class Animal { private static Integer asked = 0; public Integer legs { get { asked++; return 3 + asked; } } public String broken { get { String none; return none.toLowerCase(); } } private String name = \'Rex\'; }',
        'classes/Late.cls': 'global class Late { global static Integer count = 7; }',
      },
    });
    const paused = await org.pause(code, 5);
    sessionId = paused.session.id;
    const { frames } = await org.kim.request('debug/stackTrace', { sessionId, threadId: paused.threadId, startFrame: 0, levels: 1 });
    frameId = frames[0]!.id;
    const { scopes } = await org.kim.request('debug/scopes', { sessionId, frameId });
    locals = await children(scopes.find(({ name }) => name === 'Local')!.reference);
  });
  after(() => org.close());

  const children = async (reference: number): Promise<readonly DebugVariable[]> => (await org.kim.request('debug/variables', { sessionId, reference, start: 0, count: 200, byUser: true })).variables;
  const of = (list: readonly DebugVariable[], name: string): DebugVariable => list.find(each => each.name === name)!;
  const evaluate = (expression: string, context: 'watch' | 'repl' | 'clipboard') => org.kim.request('debug/evaluate', { sessionId, frameId, expression, context });

  it('show what an object keeps, and compute a property only when asked, as a trial', async () => {
    const animal = of(locals, 'animal');
    assert.equal(animal.value, "acme.Animal {name='Rex'}");
    for (let i = 0; i < 2; i++) {
      const legs = of(await children(animal.reference), 'legs');
      assert.deepEqual([legs.value, legs.isLazy], ['(…)', true]);
      assert.deepEqual((await children(legs.reference)).map(({ name, value, type }) => [name, value, type]), [['legs', '4', 'Integer']]);
    }
    const [broken] = await children(of(await children(animal.reference), 'broken').reference);
    assert.equal(broken?.value, '(System.NullPointerException: Attempt to de-reference a null object)');
  });

  it('show what the library knows of its objects', async () => {
    const request = of(locals, 'request');
    assert.equal(of(await children(request.reference), 'endpoint').value, "'https://desk.example.com'");
    const token = of(locals, 'token');
    const describe_ = of(await children(token.reference), 'describe');
    assert.equal(token.value, 'Account');
    assert.equal(of(await children(describe_.reference), 'keyPrefix').value, "'001'");
  });

  it('are copied whole', async () => assert.deepEqual(JSON.parse((await evaluate('animal', 'clipboard')).value), { name: 'Rex' }));

  it('initialise no class for a watch; the console may', async () => {
    await assert.rejects(evaluate('acme.Late.count', 'watch'), /acme\.Late isn't initialised yet, and a watch must not do that\. Evaluate it in the console\./);
    assert.equal((await evaluate('acme.Late.count', 'repl')).value, '7');
    assert.equal((await evaluate('acme.Late.count', 'watch')).value, '7');
  });

  it('complete what is typed', async () => {
    const { completions } = await org.kim.request('debug/completions', { sessionId, frameId, text: 'request.getEnd', offset: 14 });
    assert.deepEqual(completions.map(({ label }) => label), ['getEndpoint()']);
  });
});
