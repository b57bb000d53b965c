import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { repositoryRoot } from '../../support/vscode/paths.ts';

const sources = ['src', 'debug-adapter'].flatMap(folder => readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts')).map(name => join(folder, name)));
const read = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');

describe('programs that the product starts', () => {
  const starting = sources.filter(file => /node:child_process/.test(read(file)));

  it('security 16: are started without a shell', () => {
    assert.ok(starting.length > 3, starting.join(' '));
    for (const file of starting) {
      const text = read(file);
      const imported = [...text.matchAll(/import (?!type)[^;]*\{([^}]*)\} from 'node:child_process'/g)].flatMap(([, names = '']) => names.split(',').map(name => name.trim()).filter(name => name !== '' && !name.startsWith('type ')));
      assert.deepEqual(imported.filter(name => !['spawn', 'spawnSync', 'execFile', 'execFileSync', 'fork'].includes(name)), [], `${file} takes a command line`);
      // On Windows sf is a script; its only argument from outside is checked to be a plain name.
      assert.equal(text.match(/\bshell: .*?[,}]/g)?.join() ?? '', file === join('src', 'cli', 'data', 'salesforce-cli.ts') ? "shell: process.platform === 'win32' }" : '', file);
    }
  });

  it('security 12: no code is made of texts but what the compiler prints', () => {
    const making = sources.filter(file => /\bnew Function\(|\beval\(|\bvm\.|node:vm/.test(read(file)));
    // The other one only calls the collector by its name.
    assert.deepEqual(making.sort(), [join('src', 'sandbox', 'apex', 'runtime', 'loader.ts'), join('src', 'sandbox', 'org', 'execution', 'heap.ts')]);
    assert.deepEqual(read(making[1] ?? '').match(/runInNewContext\(.*?\)/g), ["runInNewContext('gc')"]);
  });
});

describe('settings', () => {
  it('security 16: that name programs, files or servers are no business of an untrusted workspace', () => {
    const { contributes, capabilities } = JSON.parse(read('package.json')) as {
      contributes: { configuration: { properties: Record<string, { scope?: string; type: string; enum?: readonly string[] }> } };
      capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: readonly string[] } };
    };
    const free = Object.entries(contributes.configuration.properties).filter(([, { type, enum: choices }]) => type === 'string' && !choices).map(([name, { scope }]) => ({ name, scope }));
    assert.ok(free.length > 2);
    for (const { name, scope } of free) assert.ok(scope === 'machine' || capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name), name);
    assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
  });
});
