import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { repositoryRoot } from '../../support/vscode/paths.ts';

/** Adding one needs a reason, and an entry here. */
const allowed = {
  dependencies: ['@simplewebauthn/server', '@vscode/debugadapter', '@vscode/debugprotocol', 'async-mutex', 'fast-xml-parser', 'uqr', 'vscode-jsonrpc', 'ws'],
  devDependencies: [
    '@apexdevtools/apex-parser', '@salesforce/apex-tmlanguage', '@types/mocha', '@types/node', '@types/vscode', '@types/ws', '@vscode/test-electron',
    '@vscode/vsce', 'ajv', 'esbuild', 'fflate', 'mocha', 'node', 'oxlint', 'oxlint-tsgolint', 'typescript',
  ],
};

describe('dependencies', () => {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  for (const kind of ['dependencies', 'devDependencies'] as const) {
    it(`has no ${kind} that nobody allowed`, () => {
      assert.deepEqual(Object.keys(manifest[kind]).sort(), [...allowed[kind]].sort());
    });
  }

  it('security 19: come as the lock file says: from the registry, with the hash of what was looked at', () => {
    const { packages } = JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')) as { packages: Record<string, { integrity?: string; resolved?: string; inBundle?: boolean; dev?: boolean; optional?: boolean; link?: boolean }> };
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    assert.ok(entries.length > 100);
    assert.deepEqual(entries.filter(([, { resolved, link }]) => link || (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'))).map(([path]) => path), []);
    // Tools for other machines are bound to the hash of the one here by their exact version only.
    assert.deepEqual(entries.filter(([, { integrity, inBundle, dev, optional }]) => !integrity?.startsWith('sha512-') && !inBundle && !(dev && optional)).map(([path]) => path), []);
  });
});
