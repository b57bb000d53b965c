import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let known: string | null = null;

/**
 * Changes whenever the compiler or what it knows of the platform does: a hash of its code. Bundled, of everything that lies
 * beside the bundle; run from source, of the folders that the compiler is made of.
 */
export function compilerVersion(): string {
  if (known !== null) return known;
  const here = dirname(fileURLToPath(import.meta.url));
  const folders = import.meta.url.endsWith('.ts') ? ['../apex/syntax', '../apex/semantics', '../apex/stdlib/catalogue', '../data', '.'].map((folder) => join(here, folder)) : [here];
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) if (/\.(ts|[cm]?js|txt|json)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
  }
  return (known = hash.digest('hex'));
}
