import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/vscode/index.ts';

/** 1-based number of the first line of a sample's class that contains a text: tests follow the code when it moves. */
export function lineOf(file: string, text: string): number {
  const path = join(repositoryRoot, 'samples/packages/order-desk/force-app/main/default', file);
  const index = readFileSync(path, 'utf8').split('\n').findIndex(line => line.includes(text));
  if (index < 0) throw new Error(`${file} of the sample has no line with \`${text}\`.`);
  return index + 1;
}
