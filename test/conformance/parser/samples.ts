import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Source, SourceKind } from './oracle.ts';

const folder = new URL('samples/', import.meta.url);

/** What a file is by the end of its name. */
export const KINDS: Readonly<Record<string, SourceKind>> = { '.cls': 'class', '.trigger': 'trigger', '.apex': 'anonymous' };

/** Hand-written sources that between them use every construct of the language. */
export function readSamples(): Source[] {
  return readdirSync(folder).sort().map((name) => ({ name, kind: KINDS[extname(name)]!, text: readFileSync(new URL(name, folder), 'utf8') }));
}
