import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { findWorld } from '../../../src/extension/services/world.ts';

describe('the world of a window', () => {
  let root = '';
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'isv-world-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (path: string, text: string): string => {
    const file = join(root, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const world = '{ "partner": {}, "orgs": [] }';

  it('is the world file above the open package', () => {
    const file = write('world.json', world);
    write('packages/a/sfdx-project.json', '{}');
    const found = findWorld([join(root, 'packages/a')], undefined);
    assert.equal(found?.worldFile, file);
    assert.deepEqual(found?.projects, [join(root, 'packages/a')]);
  });

  it('is the nearest of several', () => {
    write('world.json', world);
    const near = write('packages/world.json', world);
    assert.equal(findWorld([join(root, 'packages')], undefined)?.worldFile, near);
  });

  it('is not a file that only has the name', () => {
    write('world.json', '{ "countries": [] }');
    assert.equal(findWorld([root], undefined), null);
  });

  it('is the project where no world file is', () => {
    write('sfdx-project.json', '{}');
    const found = findWorld([root], undefined);
    assert.equal(found?.worldFile, null);
    assert.deepEqual(found?.projects, [root]);
  });

  it('keeps one state directory per world', () => {
    write('a/world.json', world);
    write('b/world.json', world);
    write('a/p/sfdx-project.json', '{}');
    const state = (path: string): string | undefined => findWorld([join(root, path)], undefined)?.stateDirectory;
    assert.equal(state('a'), state('a/p'));
    assert.notEqual(state('a'), state('b'));
  });

  it('is the one the setting names, which must exist', () => {
    const named = write('else/mine.json', world);
    assert.equal(findWorld([root], named)?.worldFile, named);
    assert.throws(() => findWorld([root], join(root, 'gone.json')), /gone\.json does not exist\. Correct the setting isvDebugger\.world/);
  });

  it("is a team's server that the setting names, before any file", () => {
    write('world.json', world);
    write('sfdx-project.json', '{}');
    const found = findWorld([root], undefined, 'wss://debug.acme.example:8443');
    assert.deepEqual([found?.server, found?.worldFile, found?.projects], ['wss://debug.acme.example:8443', null, [root]]);
    assert.notEqual(found?.stateDirectory, findWorld([root], undefined, 'wss://debug.acme.example:8444')?.stateDirectory);
    assert.equal(findWorld([], undefined, 'ws://localhost:1')?.server, 'ws://localhost:1');
    assert.throws(() => findWorld([root], undefined, 'ws://debug.acme.example:8443'), /another machine: connect to it over TLS, wss:\/\/debug\.acme\.example:8443\. Correct the setting isvDebugger\.server/);
    for (const wrong of ['debug.acme.example', 'https://debug.acme.example', 'wss://']) assert.throws(() => findWorld([root], undefined, wrong), /must be like wss:\/\/host:port/);
  });
});
