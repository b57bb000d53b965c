import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { OrgCompiler } from '../../../src/sandbox/org/compiler.ts';

describe('anonymous Apex in an org whose namespace has several packages', () => {
  let folder: string;
  let compiler: OrgCompiler;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'isv-anonymous-'));
    const project = (name: string, text: string): { directory: string; namespace: string; package: string } => {
      const directory = join(folder, name);
      mkdirSync(directory);
      writeFileSync(join(directory, `${name}.cls`), text);
      return { directory, namespace: 'ord', package: name };
    };
    compiler = new OrgCompiler({ projects: [project('Base', '@NamespaceAccessible\npublic class Base {\n  public static void hidden() {}\n  @NamespaceAccessible\n  public static void shared() {}\n}'), project('Shop', 'public class Shop {\n  public static void open() {}\n}')], namespace: 'ord' });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [code, found] of [['Shop.open();', []], ['Base.shared();', []], ['Base.hidden();', ['Method is not visible: void ord.Base.hidden()']]] as const) {
    it(`${code} ${found[0] ?? 'runs'}`, () => {
      assert.deepEqual(compiler.anonymous({ path: 'a.apex', text: code, apiVersion: 64, namespace: 'ord' }, 'plain').diagnostics.map(each => each.message), found);
    });
  }
});
