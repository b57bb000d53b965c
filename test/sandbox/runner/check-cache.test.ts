import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { CheckCache } from '../../../src/sandbox/org/check-cache.ts';
import { OrgCompiler } from '../../../src/sandbox/org/compiler.ts';

const FILES: Readonly<Record<string, string>> = {
  'Price.cls': 'public class Price { public static Integer of(Integer count) { return count * 10; } }',
  'Cart.cls': 'public class Cart { public static Integer total() { return Price.of(2); } }',
  'Shop.cls': 'public virtual class Shop { public Integer open() { return Cart.total(); } }',
  'Kiosk.cls': 'public class Kiosk extends Shop { public Integer run() { return open(); } }',
  'Other.cls': 'public class Other { public static Integer one() { return 1; } }',
  'OnAccount.trigger': 'trigger OnAccount on Account (before insert) { Price.of(1); }',
};

describe('what a check has found, kept on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-cache-'));
    mkdirSync(join(folder, 'code'));
    mkdirSync(join(folder, 'state'));
    for (const [name, text] of Object.entries(FILES)) write(name, text);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const path = (name: string): string => join(folder, 'code', name);
  const write = (name: string, text: string): void => writeFileSync(path(name), text);
  const compiler = (cacheDirectory?: string): OrgCompiler => new OrgCompiler({ projects: [{ directory: join(folder, 'code'), namespace: null }], namespace: null, ...(cacheDirectory === undefined ? {} : { cacheDirectory }) });
  const check = (isCached: boolean): readonly string[] => compiler(isCached ? join(folder, 'state') : undefined).check().diagnostics.map((each) => JSON.stringify(each));

  /** Names of the files that a check binds. */
  function bound(seen: unknown = 'world'): readonly string[] {
    const found: string[] = [];
    const { program, sources } = compiler();
    new CheckCache(join(folder, 'state'), seen).diagnostics(program, sources, (each) => {
      found.push(each.slice(join(folder, 'code').length + 1));
      return [];
    });
    return found.sort();
  }
  const ALL = Object.keys(FILES).sort();

  it('is all there is to a second check', () => assert.deepEqual([bound(), bound()], [ALL, []]));

  const changes: readonly (readonly [what: string, change: () => void, bound: readonly string[]])[] = [
    ['a class', () => write('Price.cls', `${FILES['Price.cls']!} `), ['Cart.cls', 'Kiosk.cls', 'OnAccount.trigger', 'Price.cls', 'Shop.cls']],
    ['a class that nobody names', () => write('Other.cls', 'public class Other { }'), ['Other.cls']],
    ['a superclass', () => write('Shop.cls', 'public virtual class Shop { }'), ['Kiosk.cls', 'Shop.cls']],
    ['a class that is gone', () => rmSync(path('Cart.cls')), ['Kiosk.cls', 'Shop.cls']],
    ['a class that takes the name of an object', () => write('Account.cls', 'public class Account { }'), ['Account.cls', 'OnAccount.trigger']],
    ['an API version', () => write('Other.cls-meta.xml', '<ApexClass><apiVersion>30.0</apiVersion></ApexClass>'), ['Other.cls']],
  ];
  for (const [what, change, expected] of changes) {
    it(`binds what it can affect: ${what}`, () => {
      bound();
      change();
      assert.deepEqual([bound(), bound()], [expected, []]);
    });
  }

  it('is nothing to a compiler that sees other metadata', () => {
    bound('one schema');
    assert.deepEqual([bound('another'), bound('another')], [ALL, []]);
  });

  for (const [what, text] of [['cut short', (whole: string) => whole.slice(0, whole.length / 2)], ['of another compiler', (whole: string) => whole.replace(/"world":"\w+"/, '"world":"0"')], ['of another kind', () => '[1, 2]']] as const) {
    it(`is made anew if the file is ${what}`, () => {
      bound();
      const file = join(folder, 'state', 'checked.json');
      writeFileSync(file, text(readFileSync(file, 'utf8')));
      assert.deepEqual([bound(), bound()], [ALL, []]);
    });
  }

  it('leaves one file, whoever writes it', () => {
    bound('a');
    bound('b');
    bound('a');
    assert.deepEqual(readdirSync(join(folder, 'state')), ['checked.json']);
  });

  it('is what a check without it finds, whatever is edited', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const name = (i: number): string => `C${i}`;
    const text = (i: number): string => {
      const other = name(random(8));
      const bodies = [`public Integer a() { return new ${other}().b(); }`, 'public Integer b() { return 1; }', 'public String b() { return null; }', `public static ${other} c() { return null; }`, `void d() { Integer i = ${other}.c().b(); }`, 'Account e;'];
      return `public ${random(2) ? 'virtual ' : ''}class ${name(i)} ${random(3) === 0 ? `extends ${name(random(8))} ` : ''}{ ${bodies.filter(() => random(2) === 0).join('\n')} }`;
    };
    let withErrors = 0;
    for (let step = 0; step < 60; step++) {
      const i = random(9);
      if (i === 8) rmSync(path('Account.cls'), { force: true });
      else if (random(6) === 0) rmSync(path(`${name(i)}.cls`), { force: true });
      else write(random(12) === 0 ? 'Account.cls' : `${name(i)}.cls`, text(i));
      const plain = check(false);
      if (plain.length > 0) withErrors++;
      assert.deepEqual(check(true), plain, `after ${step + 1} edits`);
    }
    assert.ok(withErrors > 10);
  });
});
