// Files that ship in the VSIX and come from elsewhere: the Apex grammar from its npm package, the world's schema from
// the samples.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './toolchain.mjs';

const grammars = 'node_modules/@salesforce/apex-tmlanguage';

export const copies = [
  { from: `${grammars}/grammars/apex.tmLanguage`, to: 'syntaxes/apex.tmLanguage' },
  { from: `${grammars}/LICENSE`, to: 'syntaxes/LICENSE' },
  { from: 'src/sandbox/apex/stdlib/catalogue/additions.txt', to: 'dist/additions.txt' },
  { from: 'src/sandbox/apex/stdlib/catalogue/standard-library.txt', to: 'dist/standard-library.txt' },
  { from: 'src/sandbox/data/catalogue/standard-objects.txt', to: 'dist/standard-objects.txt' },
  { from: 'src/sandbox/pages/pages.css', to: 'dist/pages.css' },
  { from: 'src/sandbox/pages/passkey.js', to: 'dist/passkey.js' },
  { from: 'samples/world.schema.json', to: 'dist/world.schema.json' },
];

export function copyAssets(log) {
  for (const { from, to } of copies) {
    if (!existsSync(join(root, from))) {
      log(`build: no ${from}, so no ${to}`);
      continue;
    }
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(join(root, from), join(root, to));
  }
}
