import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { matchSource } from '../../../src/sandbox/debugger/source-match.ts';

const INSTALLED: Readonly<Record<string, string>> = {
  '/kept/nwd/classes/Order.cls': 'class Order {\n  Integer a;\n}',
  '/kept/nwd/classes/Util.cls': 'class Util {\n  Integer one;\n  Integer two;\n}',
  '/org/classes/Util.cls': 'class Util {\n  String other;\n}',
};
const match = (path: string, text: string | null = null, formerPath: string | null = null): string | null => matchSource({ path, text, formerPath }, Object.keys(INSTALLED), each => INSTALLED[each] ?? '');

describe('which installed file a file is', () => {
  const cases: readonly [string, Parameters<typeof match>, string | null][] = [
    ['the same path', ['/org/classes/Util.cls'], '/org/classes/Util.cls'],
    ['the same path in another case', ['/ORG/classes/util.cls'], '/org/classes/Util.cls'],
    ['the only one of its name', ['/repo/src/order.cls', 'anything'], '/kept/nwd/classes/Order.cls'],
    ['none of its name', ['/repo/src/Nobody.cls'], null],
    ['of two, the one with its content', ['/repo/Util.cls', 'class Util {\r\n  String other;  \r\n}\r\n'], '/org/classes/Util.cls'],
    ['of two, the one with most of it', ['/repo/Util.cls', 'class Util {\n  Integer zero;\n  Integer one;\n}'], '/kept/nwd/classes/Util.cls'],
    ['of two, none where nothing tells', ['/repo/Util.cls', 'class Util { }'], null],
    ['of two, none without a text', ['/repo/Util.cls'], null],
    ['by its former name', ['/repo/Invoice.cls', null, 'src/Order.cls'], '/kept/nwd/classes/Order.cls'],
    ['by its name before its former one', ['/repo/Order.cls', null, 'src/Util.cls'], '/kept/nwd/classes/Order.cls'],
  ];
  for (const [title, args, expected] of cases) it(title, () => assert.equal(match(...args), expected));
});
