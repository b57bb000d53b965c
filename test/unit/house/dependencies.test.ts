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
});
