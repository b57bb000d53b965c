/** A project of one class in the machine's folder for temporary files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OneClassProject {
  readonly directory: string;
  readonly file: string;
  /** 1-based line with the text in it. */
  lineOf(marker: string): number;
  remove(): void;
}

export function makeProject(className: string, text: string): OneClassProject {
  const directory = mkdtempSync(join(tmpdir(), 'isv-bench-'));
  const classes = join(directory, 'force-app/classes');
  const file = join(classes, `${className}.cls`);
  mkdirSync(classes, { recursive: true });
  writeFileSync(join(directory, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }));
  writeFileSync(file, text);
  return {
    directory, file,
    lineOf: marker => text.split('\n').findIndex(line => line.includes(marker)) + 1,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
