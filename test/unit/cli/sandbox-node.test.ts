import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sandboxNode } from '../../../src/cli/sandbox-node.ts';

describe('the Node that runs the sandbox', () => {
  let folder = '';
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'isv-node-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the running one from 22.13 on', () => {
    for (const version of ['22.13.0', '24.0.0']) assert.equal(sandboxNode(join(folder, 'dist/hub.mjs'), { version, path: '/the/node' }), '/the/node');
  });

  it('is the one installed beside the program where the running one is older', () => {
    const installed = join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
    mkdirSync(join(folder, 'node_modules/node/bin'), { recursive: true });
    writeFileSync(installed, '');
    assert.equal(sandboxNode(join(folder, 'dist/hub.mjs'), { version: '20.19.0', path: '/the/node' }), installed);
  });

  it('is asked for where there is none', () => {
    assert.throws(() => sandboxNode(join(folder, 'dist/hub.mjs'), { version: '22.12.0', path: '/the/node' }), /needs Node 22\.13 or later, and this is 22\.12\.0/);
  });
});
