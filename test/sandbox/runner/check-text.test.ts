import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg } from './support/real-org.ts';

describe('checking what has not been saved', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => {
    org = await RealOrg.start({ files: { 'classes/Base.cls': 'public virtual class Base {\n  public Integer size() { return 1; }\n}', 'classes/Client.cls': 'public class Client {\n  Integer n = new Base().size();\n}' } });
    assert.deepEqual(await org.output('System.debug(1);'), ['1']);
  });
  after(() => org.close());

  async function problems(file: string, text: string): Promise<readonly string[] | null> {
    const found = await org.kim.request('org/checkText', { org: 'north', path: org.path(file), text });
    return found.problems?.map(({ line, column, message }) => `${line}:${column} ${message}`) ?? null;
  }

  it('tells what is wrong with the text, against the other classes as they are', async () => {
    assert.deepEqual(await problems('classes/Client.cls', 'public class Client {\n  String n = new Base().size();\n}'), ['2:10 Illegal assignment from Integer to String']);
    assert.deepEqual(await problems('classes/Client.cls', 'public class Client extends Base {\n  Integer n = size();\n}'), []);
  });

  it('knows a class that has no file yet, and no files of others', async () => {
    assert.deepEqual(await problems('classes/Fresh.cls', 'public class Fresh { Base b; Nothing n; }'), ['1:30 Invalid type: Nothing']);
    assert.equal(await problems('elsewhere/Fresh.cls', 'public class Fresh {}'), null);
  });

  it('changes nothing that runs', async () => {
    await problems('classes/Base.cls', 'public class Base {}');
    assert.deepEqual(await org.output("System.debug('still');"), ['still']);
    assert.deepEqual((await org.kim.request('org/check', { org: 'north' })).problems, []);
  });
});
