import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';

interface Choice {
  kind: string;
  command?: string;
  reason: string;
}

const editors = '../../../scripts/support/editors.mjs';

describe('the editor that npm start opens', () => {
  const saved = { ...process.env };
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isv-editors-'));
    process.env['PATH'] = folder;
    process.env['DISPLAY'] = ':0';
    delete process.env['ISV_EDITOR'];
  });
  afterEach(() => {
    process.env = { ...saved };
    rmSync(folder, { recursive: true, force: true });
  });
  const choose = async (): Promise<Choice> => ((await import(editors)) as { chooseEditor(): Choice }).chooseEditor();
  const putCode = (version: string): string => {
    const file = join(folder, 'code');
    writeFileSync(file, `#!/bin/sh\necho ${version}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it('is the one that ISV_EDITOR names', async () => {
    process.env['ISV_EDITOR'] = '/opt/code-insiders';
    assert.deepEqual(await choose(), { kind: 'desktop', command: '/opt/code-insiders', reason: 'ISV_EDITOR names it' });
  });

  it('is the user\'s own code when that is new enough', async () => {
    const code = putCode('1.139.0');
    assert.deepEqual(await choose(), { kind: 'desktop', command: code, reason: 'it is on your PATH' });
  });

  it('is another one when theirs is too old, and the reason says so', async () => {
    putCode('1.99.3');
    const { kind, reason } = await choose();
    assert.notEqual(kind, 'desktop');
    assert.equal(reason, 'your `code` is 1.99, older than 1.123');
  });

  it('is another one when there is none', async () => {
    assert.equal((await choose()).reason, 'no `code` is on PATH');
  });

  it('is the browser when ISV_EDITOR says so', async () => {
    putCode('1.139.0');
    process.env['ISV_EDITOR'] = 'browser';
    assert.equal((await choose()).reason, 'ISV_EDITOR is "browser"');
  });
});
