/** Data files by their paths: sObject trees, plans that list them, and CSV. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FileFault } from './file-fault.ts';
import { isInside, leadsOutside } from './inside.ts';
import { lineOfJson } from './json-lines.ts';
import { readCsv } from './read-csv.ts';
import { parseJson, readTree } from './read-tree.ts';
import type { RecordNode } from './record-node.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Records of all files in order. `object`: of CSV files, which are named by theirs otherwise. Throws `FileFault`. */
export function readRecordFiles(files: readonly string[], object: string | null = null): RecordNode[] {
  return files.flatMap((file) => readFile(file, object, true));
}

function readFile(file: string, object: string | null, mayBePlan: boolean): RecordNode[] {
  const text = readText(file);
  if (/\.csv$/i.test(file)) return readCsv(file, text, object);
  const content = parseJson(file, text);
  if (!Array.isArray(content)) return readTree(file, text, content);
  if (!mayBePlan) throw new FileFault(file, 1, null, 'is a plan, which a plan may not name');
  return content.flatMap((step: unknown, index) => readStep(file, text, step, index, object));
}

function readStep(plan: string, text: string, step: unknown, index: number, object: string | null): RecordNode[] {
  const fault = (path: readonly (string | number)[], message: string): FileFault => new FileFault(plan, lineOfJson(text, [index, ...path]), 'files', message);
  const files = (step as { files?: unknown } | null)?.files;
  if (!Array.isArray(files)) throw fault([], 'expected a list of file names');
  return files.flatMap((each: unknown, place) => {
    const name = typeof each === 'object' && each !== null ? (each as { file?: unknown }).file : each;
    if (typeof name !== 'string') throw fault(['files', place], 'expected the name of a file');
    const path = resolve(dirname(plan), name);
    // A plan comes with a project and names what lies beside it; what isn't there has an error of its own.
    if (existsSync(path) ? leadsOutside(dirname(plan), path) : !isInside(dirname(resolve(plan)), path)) throw fault(['files', place], `"${name}" lies outside the plan's folder; put it there`);
    return readFile(path, object, false);
  });
}

function readText(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > MAX_FILE_BYTES) throw new FileFault(file, null, null, `has ${size} bytes; at most ${MAX_FILE_BYTES} are read`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof FileFault) throw error;
    throw new FileFault(file, null, null, `can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}
