import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project that a source folder belongs to: the nearest one above with a project file, else the folder itself. */
export function projectRoot(directory: string): string {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'sfdx-project.json'))) return folder;
    if (folder === dirname(folder)) return directory;
  }
}
