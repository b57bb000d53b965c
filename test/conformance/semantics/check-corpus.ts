/**
 * Binds every class and trigger of some projects and prints what doesn't compile:
 * `npx node test/conformance/semantics/check-corpus.ts --project DIR [--with DIR…] [--verbose]`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchema } from '../../../src/sandbox/data/metadata/load-schema.ts';
import { bindUnit } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import { Catalogue } from '../../../src/sandbox/apex/semantics/catalogue.ts';
import { Program } from '../../../src/sandbox/apex/semantics/program.ts';
import type { SourceFile } from '../../../src/sandbox/apex/semantics/types.ts';

export function* apexFiles(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* apexFiles(path);
    else if (/\.(cls|trigger)$/i.test(entry.name)) yield path;
  }
}

const directories: string[] = [];
let verbose = false;
for (const argument of process.argv.slice(2)) {
  if (argument === '--verbose') verbose = true;
  else if (!argument.startsWith('--')) directories.push(argument);
}
const started = performance.now();
const metadata = loadSchema({ projects: directories.map((directory) => ({ directory, namespace: null })), namespace: null });
const sources: SourceFile[] = directories.flatMap((directory) => [...apexFiles(directory)].map((path) => ({ path, text: readFileSync(path, 'utf8'), apiVersion: 60, namespace: null })));
const labels = new Map(metadata.labels.map((label) => [label.name.toLowerCase(), label.value]));
const program = new Program({ sources, schema: metadata.schema, catalogue: Catalogue.load(), labels });
const loaded = performance.now();
const groups = new Map<string, string[]>();
let bad = 0;
for (const source of sources) {
  const { diagnostics } = bindUnit(program, source.path);
  if (diagnostics.length) bad++;
  for (const d of diagnostics) {
    const key = d.message.replace(/'[^']*'/g, "'…'");
    groups.set(key, [...(groups.get(key) ?? []), `${d.path}:${d.line}:${d.column}`]);
  }
}
for (const [message, places] of [...groups].sort((a, b) => b[1].length - a[1].length).slice(0, verbose ? 400 : 40)) console.log(`${places.length}\t${message}\t${places.slice(0, 2).join(' ')}`);
console.log(`${sources.length} files, ${bad} with errors, load ${(loaded - started).toFixed(0)} ms, bind ${(performance.now() - loaded).toFixed(0)} ms`);
