import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { listFiles, PackageManager } from '@vscode/vsce';
import { repositoryRoot } from '../../support/vscode/paths.ts';

const allowed = /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|NOTICE|dist\/(extension\.cjs|(adapter|hub|runner|worker|bundle|cli)\.mjs|samples\.zip|world\.schema\.json|pages\.css|passkey\.js|(standard-objects|standard-library|additions)\.txt)|media\/(icon\.png|activity-bar\.svg|walkthrough\/[\w-]+\.png)|syntaxes\/[\w.-]+)$/;

describe('the VSIX', () => {
  it('holds nothing but what is allowed', async () => {
    const files = await listFiles({ cwd: repositoryRoot, packageManager: PackageManager.None });
    assert.ok(files.includes('package.json'));
    assert.deepEqual(files.filter(file => !allowed.test(file)), []);
  });
});
