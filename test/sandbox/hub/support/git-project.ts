import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A git repository that a test makes. */
export class GitProject {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.run('init', '--quiet', '--initial-branch=main');
  }

  write(path: string, content: string | Buffer): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  commit(): void {
    this.run('add', '--all');
    this.run('commit', '--quiet', '--allow-empty', '--message', 'change');
  }

  /** Commits everything, and tags it. */
  tag(name: string): void {
    this.commit();
    this.run('tag', name);
  }

  head(revision = 'HEAD'): string {
    return this.run('rev-parse', `${revision}^{commit}`).trim();
  }

  run(...args: string[]): string {
    const identity = ['user.name=Test', 'user.email=test@localhost', 'commit.gpgSign=false', 'tag.gpgSign=false'].flatMap(each => ['-c', each]);
    return execFileSync('git', ['-C', this.folder, ...identity, ...args], { encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } });
  }
}
