import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { WireError } from '../../../src/protocol/errors.ts';
import { loadWorld } from '../../../src/sandbox/hub/world-file.ts';
import { WORLD, writeWorld } from './support/bench.ts';
import { GitProject } from './support/git-project.ts';

const PROJECT = JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], namespace: 'acme' });

describe('package versions from git tags', () => {
  let folder: string;
  let project: GitProject;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isv-git-'));
    project = new GitProject(join(folder, 'repository'));
    project.write('desk/sfdx-project.json', PROJECT);
    project.write('desk/force-app/classes/Desk.cls', 'public class Desk { /* one */ }');
    project.write('other/readme.md', 'not of the package');
    symlinkSync('/etc/passwd', join(project.folder, 'desk/force-app/link.txt'));
    project.tag('v1.2');
    project.write('desk/force-app/classes/Desk.cls', 'public class Desk { /* two */ }');
    project.commit();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const state = (): string => join(folder, 'state');
  const load = (git: object = {}, version = '1.2') => loadWorld(writeWorld(folder, {
    ...WORLD, packages: [{ namespace: 'acme', name: 'Desk', version, git: { repository: 'repository', tag: 'v1.2', path: 'desk', ...git } }],
    orgs: WORLD.orgs.slice(0, 1).map(org => ({ ...org, packages: [`acme@${version}`] })),
  }), state()).orgs[0]!;
  const installed = (org: ReturnType<typeof load>): string => readFileSync(join(org.sources[0]!.directory, 'classes/Desk.cls'), 'utf8');

  it('installs the files of the tag, and says which commit they are of', () => {
    const org = load();
    assert.match(installed(org), /one/);
    assert.deepEqual(org.packages, [{ namespace: 'acme', name: 'Desk', version: '1.2', tag: 'v1.2', commit: project.head('v1.2') }]);
    assert.ok(org.sources[0]!.directory.startsWith(join(state(), 'packages', `acme-1.2-${project.head('v1.2').slice(0, 12)}`)), org.sources[0]!.directory);
  });

  it('keeps the work tree, the index and links out of it', () => {
    project.write('desk/force-app/classes/Desk.cls', 'not committed');
    const before = project.run('status', '--porcelain');
    const org = load();
    assert.match(installed(org), /one/);
    assert.equal(project.run('status', '--porcelain'), before);
    assert.equal(existsSync(join(org.sources[0]!.directory, 'link.txt')), false);
    assert.equal(existsSync(join(dirname(org.sources[0]!.directory), 'readme.md')), false);
    assert.equal(statSync(join(org.sources[0]!.directory, 'classes/Desk.cls')).mode & 0o222, 0);
  });

  it('runs nothing that the repository names', () => {
    const marker = join(folder, 'marker');
    project.write('desk/.gitattributes', '* filter=evil\n');
    project.write('.git/hooks/post-checkout', `#!/bin/sh\ntouch ${marker}\n`);
    project.tag('v2');
    for (const name of ['filter.evil.smudge', 'filter.evil.clean', 'core.fsmonitor', 'core.pager', 'core.sshCommand']) project.run('config', name, `touch ${marker}; cat`);
    assert.match(installed(load({ tag: 'v2' }, '2.0')), /two/);
    assert.equal(existsSync(marker), false);
  });

  it('keeps what is installed when the tag moves or the repository goes, until there is another version', () => {
    load();
    project.run('tag', '--force', 'v1.2');
    assert.match(installed(load()), /one/);
    assert.match(installed(load({}, '1.3')), /two/);
    rmSync(project.folder, { recursive: true });
    assert.match(installed(load()), /one/);
  });

  it('reads an annotated tag, a whole repository, and files of any bytes', () => {
    const bytes = Buffer.from([0, 10, 255, 13, 10, 0]);
    project.write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'desk/force-app' }], namespace: 'acme' }));
    project.write('desk/force-app/image ü.bin', bytes);
    project.commit();
    project.run('tag', '--annotate', '--message', 'built', 'release/3.0');
    const org = load({ tag: 'release/3.0', path: '.' }, '3.0');
    assert.deepEqual(readFileSync(join(org.sources[0]!.directory, 'image ü.bin')), bytes);
  });

  const faults: readonly [string, object, RegExp][] = [
    ['a repository that is not there', { repository: 'nowhere' }, /packages\[0\]\.git\.repository is .*nowhere, but there is no such folder\./],
    ['a folder without a repository', { repository: '/' }, /packages\[0\]\.git\.repository is \/, which is no git repository\./],
    ['an unknown tag', { tag: 'v9' }, /packages\[0\]\.git\.tag is "v9", but the repository has v1\.2\./],
    ['an option for a tag', { tag: '--output=x' }, /packages\[0\]\.git\.tag is "--output=x", but the repository has v1\.2\./],
    ['an expression for a tag', { tag: 'v1.2^{tree}' }, /packages\[0\]\.git\.tag is "v1\.2\^\{tree\}", but must be the name of a tag\./],
    ['a folder that the tag does not have', { path: 'chair' }, /packages\[0\]\.git\.path is "chair", but v1\.2 has no such folder\./],
    ['a folder outside', { path: '../x' }, /packages\[0\]\.git\.path is "\.\.\/x", which lies outside the repository\./],
    ['a folder that is no project', { path: 'other' }, /packages\[0\]\.git\.path is no SFDX project: .*has no sfdx-project\.json/],
    ['an unknown attribute', { branch: 'main' }, /packages\[0\]\.git\.branch is not known/],
  ];
  for (const [title, git, expected] of faults) {
    it(`tells of ${title}, with file and attribute`, () => {
      assert.throws(() => load(git), (error: unknown) => {
        assert.ok(error instanceof WireError);
        assert.ok(error.message.startsWith(`The world file ${resolve(folder, 'world.json')} is not valid:`), error.message);
        assert.match(error.message, expected);
        return true;
      });
    });
  }

  it('tells that there is no git', () => {
    const { PATH } = process.env;
    process.env['PATH'] = folder;
    try {
      assert.throws(() => load(), /packages\[0\]\.git needs git, which is not on the PATH/);
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});
