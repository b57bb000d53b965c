/**
 * A package version as a tag of a local git repository has it. The tag is resolved to its commit once, and the commit's files are kept: an
 * installed version stays what it is, whatever becomes of the tag or the repository.
 *
 * Blobs are read as they are: no checkout, so neither filters nor hooks of the repository run, and its work tree and index are
 * left alone. Source: git-scm.com/docs/git-ls-tree, git-cat-file.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isInside } from '../../exchange/inside.ts';

export interface GitSource {
  /** Absolute folder of the repository. */
  readonly repository: string;
  readonly tag: string;
  /** Of the package's project, in the repository; `.`: all of it. */
  readonly path: string;
}

export interface GitVersion {
  /** Of its files. */
  readonly folder: string;
  /** Full name of the commit that built the version. */
  readonly commit: string;
}

/** What is wrong, and with which attribute of the package's `git`. */
export class GitFault extends Error {
  readonly attribute: keyof GitSource | null;

  constructor(attribute: keyof GitSource | null, message: string) {
    super(message);
    this.attribute = attribute;
  }
}

interface Blob { readonly hash: string; readonly size: number; readonly path: string }

/** What one reading of blobs may hold, bytes. */
const BATCH_BYTES = 32 * 1024 * 1024;
const LIST_BYTES = 256 * 1024 * 1024;
const READ_ONLY = 0o444;
const TIMEOUT_MS = 60_000;

/** `store`: folder of all kept versions; `name`: of this one, `nwd-2.3.0`. Throws `GitFault`. */
export function gitVersion(source: GitSource, store: string, name: string): GitVersion {
  const record = join(store, `${name}.json`);
  const known = readRecord(record, source);
  if (known && existsSync(join(store, folderName(name, known)))) return { folder: join(store, folderName(name, known)), commit: known };
  const commit = commitOf(source);
  const folder = join(store, folderName(name, commit));
  const draft = `${folder}.${process.pid}.draft`;
  rmSync(draft, { recursive: true, force: true });
  try {
    writeFiles(source, commit, draft);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  // Last: without it the version is read again.
  writeFileSync(record, JSON.stringify({ ...source, commit }));
  return { folder, commit };
}

const folderName = (name: string, commit: string): string => `${name}-${commit.slice(0, 12)}`;

/** The commit that was kept for exactly this source. */
function readRecord(file: string, source: GitSource): string | null {
  if (!existsSync(file)) return null;
  const kept = JSON.parse(readFileSync(file, 'utf8')) as GitSource & { readonly commit: string };
  return kept.repository === source.repository && kept.tag === source.tag && kept.path === source.path ? kept.commit : null;
}

function commitOf({ repository, tag }: GitSource): string {
  if (!statSync(repository, { throwIfNoEntry: false })?.isDirectory()) throw new GitFault('repository', `is ${repository}, but there is no such folder`);
  if (git(repository, ['rev-parse', '--git-dir']).status !== 0) throw new GitFault('repository', `is ${repository}, which is no git repository`);
  const found = git(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `refs/tags/${tag}^{commit}`]);
  if (found.status === 0) return found.text.trim();
  const tags = git(repository, ['tag', '--list', '--sort=-creatordate']).text.split('\n').filter(each => each !== '');
  throw new GitFault('tag', `is "${tag}", but the repository has ${tags.length === 0 ? 'no tags' : tags.slice(0, 8).join(', ')}${tags.length > 8 ? ', …' : ''}`);
}

function writeFiles({ repository, path, tag }: GitSource, commit: string, folder: string): void {
  const listed = git(repository, ['ls-tree', '-r', '-l', '-z', '--full-tree', path === '.' ? commit : `${commit}:${path}`]);
  if (listed.status !== 0) throw new GitFault('path', `is "${path}", but ${tag} has no such folder`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const batch of batchesOf(blobsOf(listed.text))) {
    const read = git(repository, ['cat-file', '--batch'], batch.map(({ hash }) => `${hash}\n`).join(''), batch.reduce((sum, { size }) => sum + size + 256, 1024));
    if (read.status !== 0) throw new GitFault('tag', `is "${tag}", whose files can't be read: ${read.error}`);
    let at = 0;
    for (const { path: name, size, hash } of batch) {
      const header = read.bytes.indexOf(10, at);
      // A partial clone may lack it.
      if (!read.bytes.toString('latin1', at, header).endsWith(` blob ${size}`)) throw new GitFault('tag', `is "${tag}", but the repository lacks the content of its ${name} (${hash})`);
      write(folder, name, read.bytes.subarray(header + 1, header + 1 + size));
      at = header + 1 + size + 1;
    }
  }
}

/** Regular files; links and submodules are no part of a package. */
function blobsOf(listing: string): Blob[] {
  return listing.split('\0').flatMap(line => {
    const [, hash, size, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t([^]+)$/.exec(line) ?? [];
    return hash !== undefined && path !== undefined ? [{ hash, size: Number(size), path }] : [];
  });
}

function batchesOf(blobs: readonly Blob[]): Blob[][] {
  const batches: Blob[][] = [];
  let bytes = Infinity;
  for (const blob of blobs) {
    if (bytes + blob.size > BATCH_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(blob);
    bytes += blob.size;
  }
  return batches;
}

function write(folder: string, name: string, bytes: Buffer): void {
  const file = resolve(folder, name);
  // A tree made by hand may name anything.
  if (!isInside(folder, file)) throw new GitFault('tag', `has the file "${name}", which lies outside the repository`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes, { mode: READ_ONLY });
}

function git(repository: string, args: readonly string[], input = '', maxBuffer = LIST_BYTES): { status: number | null; bytes: Buffer; readonly text: string; error: string } {
  // Nothing is fetched, and no replacement stands in for what was tagged.
  const env = { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_NO_REPLACE_OBJECTS: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', repository, '-c', 'core.fsmonitor=false', ...args], { input, env, maxBuffer, timeout: TIMEOUT_MS, windowsHide: true });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') throw new GitFault(null, 'needs git, which is not on the PATH');
  if (error) throw new GitFault('repository', `is ${repository}, which git can't read: ${error.message}`);
  return { status, bytes: stdout, get text() { return stdout.toString('utf8'); }, error: stderr.toString('utf8').trim() };
}
