/**
 * What the workspace's files were called in the commits that built the installed versions: a file that was renamed since then has
 * its breakpoints in the file it was. Only names are asked of git, of commit and index; without git, or without the commit,
 * names are taken as they are. Source: git-scm.com/docs/git-diff-index.
 */
import { execFile } from 'node:child_process';
import { dirname, relative, sep } from 'node:path';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;

interface Repository {
  readonly root: string;
  /** Now → then, relative to the root. */
  readonly renames: ReadonlyMap<string, string>;
}

export class FormerNames {
  readonly #askCommits: () => Promise<readonly string[]>;
  #commits: Promise<readonly string[]> | null = null;
  readonly #repositories = new Map<string, Promise<Repository | null>>();

  /** `commits`: those that built the org's installed versions. Asked once. */
  constructor(commits: () => Promise<readonly string[]>) {
    this.#askCommits = commits;
  }

  /** Relative to its repository; null: as it is called now. */
  async of(path: string): Promise<string | null> {
    const commits = await (this.#commits ??= this.#askCommits());
    if (commits.length === 0) return null;
    const folder = dirname(path);
    let reading = this.#repositories.get(folder);
    if (!reading) this.#repositories.set(folder, reading = readRenames(folder, commits));
    const repository = await reading;
    return repository?.renames.get(relative(repository.root, path).split(sep).join('/')) ?? null;
  }
}

async function readRenames(folder: string, commits: readonly string[]): Promise<Repository | null> {
  const root = (await git(folder, ['rev-parse', '--show-toplevel']))?.trim();
  if (!root) return null;
  const lists = await Promise.all(commits.map(commit => git(root, ['diff-index', '--cached', '-M', '--diff-filter=R', '--name-status', '-z', commit, '--'])));
  return { root, renames: new Map(lists.flatMap(list => renamesOf(list ?? ''))) };
}

/** Of triples `R097`, old, new. */
function renamesOf(list: string): [string, string][] {
  const parts = list.split('\0');
  const renames: [string, string][] = [];
  for (let at = 0; at + 2 < parts.length; at += 3) renames.push([parts[at + 2] ?? '', parts[at + 1] ?? '']);
  return renames;
}

/** Null: git can't say. */
function git(folder: string, args: readonly string[]): Promise<string | null> {
  const env = { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' };
  return new Promise(resolve => {
    execFile('git', ['-C', folder, '-c', 'core.fsmonitor=false', ...args], { env, timeout: TIMEOUT_MS, maxBuffer: MAX_BYTES, windowsHide: true }, (error, stdout) => resolve(error ? null : stdout));
  });
}
