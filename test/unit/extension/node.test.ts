import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { sandboxNode } from '../../../src/extension/services/node.ts';

describe('the Node of the sandbox', () => {
  it('is the editor\'s own, told to run as Node', async () => {
    assert.deepEqual(await sandboxNode(undefined), { command: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } });
  });

  it('is the one the setting names when that has node:sqlite', async () => {
    assert.equal((await sandboxNode(process.execPath)).command, process.execPath);
  });

  it('is refused with the setting\'s name when it is too old or no Node', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isv-node-'));
    try {
      const old = join(folder, 'old-node');
      writeFileSync(old, '#!/bin/sh\necho "false 20.1.0"\n');
      chmodSync(old, 0o755);
      await assert.rejects(sandboxNode(old), /isvDebugger\.nodePath names Node 20\.1\.0\. The sandbox needs 22\.13/);
      await assert.rejects(sandboxNode(join(folder, 'none')), /isvDebugger\.nodePath names .*none, which does not run as Node/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
