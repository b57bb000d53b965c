import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path lies in a folder, or is it; both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Whether what a path really is lies outside of the folder, or nowhere. */
export function leadsOutside(folder: string, path: string): boolean {
  try {
    return !isInside(realpathSync(folder), realpathSync(path));
  } catch (error) {
    // A link to nothing, or in a circle.
    if (['ENOENT', 'ELOOP', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return true;
    throw error;
  }
}
