import { realpathSync } from 'node:fs';

/**
 * Arguments under which Node lets a runner write in its org's folder only, start no programs and load no native code: a second
 * fence behind the compiler, which emits no access to Node at all. None where Node has no such model, or is an editor's own.
 * Source: nodejs.org/api/permissions.html.
 */
export function confinement(stateDirectory: string): string[] {
  const isElectron = process.versions['electron'] !== undefined;
  const folder = realpathSync(stateDirectory);
  // Older versions take a comma for the end of a path.
  if (isElectron || folder.includes(',') || !process.allowedNodeEnvironmentFlags.has('--permission')) return [];
  return ['--permission', '--allow-fs-read=*', `--allow-fs-write=${folder}`, '--allow-worker', '--disable-warning=SecurityWarning'];
}

/** The same for a worker thread of this process, which takes it over only if it has no arguments of its own. */
export function inheritedConfinement(): string[] {
  return process.execArgv.filter(each => /^--(permission|allow-fs-read=|allow-fs-write=|allow-worker|disable-warning=SecurityWarning)/.test(each));
}
