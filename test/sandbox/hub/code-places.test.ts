import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { ParamsOf } from '../../../src/protocol/rpc.ts';
import { Bench, WORLD } from './support/bench.ts';
import type { TestClient } from './support/bench.ts';

const ORDER = 'global class Order {\n  Integer a;\n  global void run() {\n    a = 1;\n  }\n}\n';
const CHANGED = `// New.\n${ORDER.replace('a = 1;', 'a = 2;')}`;

describe('places in installed code', () => {
  let bench: Bench;
  let kim: TestClient;
  let loginId: string;
  before(async () => {
    const files = { 'desk/force-app/Order.cls': ORDER, 'desk/force-app/Order.trigger': 'trigger Order on Account (before insert) {\n}\n', 'vendor/src/Theirs.cls': 'global class Theirs {\n}\n', 'own/Order.cls': 'class Order {\n  String own;\n}\n' };
    bench = await Bench.start({}, {
      ...WORLD, packages: [...WORLD.packages, { namespace: 'vend', name: 'Theirs', version: '1.0', path: 'vendor' }],
      orgs: WORLD.orgs.slice(0, 1).map(org => ({ ...org, packages: ['acme@1.2', 'vend@1.0'], source: ['own'] })),
    }, folder => {
      for (const [path, text] of Object.entries({ ...files, 'vendor/sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'src' }], namespace: 'vend' }) })) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    });
    kim = await bench.connect('kim');
    loginId = (await kim.login('north', 'ann@north.example')).id;
  });
  after(() => bench.close());

  const locate = async (wanted: Omit<ParamsOf<'code/locate'>, 'loginId'>): Promise<unknown> => {
    const { place } = await kim.request('code/locate', { loginId, ...wanted });
    return place && [place.unit, place.file.kind, place.isSame, place.line];
  };

  const cases: readonly [string, Omit<ParamsOf<'code/locate'>, 'loginId'>, unknown][] = [
    ['a class of a package', { unit: 'acme.Order', kind: 'class', line: 4, of: 'installed' }, ['acme.Order', 'class', false, 4]],
    ['an inner class, in any case', { unit: 'ACME.order.Inner', kind: 'class', line: 4, of: 'installed' }, ['acme.Order', 'class', false, 4]],
    ['a trigger', { unit: 'acme.Order', kind: 'trigger', line: 1, of: 'installed' }, ['acme.Order', 'trigger', false, 1]],
    ['a workspace file that is the same', { unit: 'acme.Order', kind: 'class', line: 4, of: 'client', text: ORDER.replaceAll('\n', '\r\n') }, ['acme.Order', 'class', true, 4]],
    ['a line of a workspace file that differs', { unit: 'acme.Order', kind: 'class', line: 4, of: 'client', text: CHANGED }, ['acme.Order', 'class', false, 3]],
    ['an installed line in it', { unit: 'acme.Order', kind: 'class', line: 3, of: 'installed', text: CHANGED }, ['acme.Order', 'class', false, 4]],
    ['an installed line that it does not have', { unit: 'acme.Order', kind: 'class', line: 4, of: 'installed', text: CHANGED }, ['acme.Order', 'class', false, null]],
    ['by content, which of two', { unit: 'Order', kind: 'class', line: 2, of: 'client', text: 'class Order {\n  String own;\n}' }, ['Order', 'class', true, 2]],
    ['and the other', { unit: 'Order', kind: 'class', line: 4, of: 'client', text: CHANGED }, ['acme.Order', 'class', false, 3]],
    ['nothing of nobody', { unit: 'acme.Nobody', line: 1, of: 'installed' }, null],
    ["nothing of another vendor's (D8)", { unit: 'vend.Theirs', line: 1, of: 'installed' }, null],
  ];
  for (const [title, wanted, expected] of cases) it(title, async () => assert.deepEqual(await locate(wanted), expected));
});
