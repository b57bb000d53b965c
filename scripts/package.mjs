// `npm run package [-- --out FILE]`: builds and writes the VSIX, and says what is in it and how large it is.
import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { build } from './build.mjs';
import { onBundledNode, root } from './support/toolchain.mjs';

const limitBytes = 5 * 1024 * 1024;

await onBundledNode();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const args = process.argv.slice(2);
if (args.length > 0 && (args[0] !== '--out' || !args[1] || args.length > 2)) {
  console.error('package: the only option is --out FILE.');
  process.exit(2);
}
const target = args[1] ? resolve(args[1]) : join(root, `${manifest.name}-${manifest.version}.vsix`);

await build({ log: line => console.error(line) });
const { createVSIX, listFiles } = await import('@vscode/vsce');
const options = { cwd: root, dependencies: false };
// Bundled, so no node_modules; prepublish would only build again.
await createVSIX({ ...options, packagePath: target, skipLicense: false, allowStarActivation: false, baseContentUrl: contentUrl('blob'), baseImagesUrl: contentUrl('raw') });
const files = await listFiles(options);
const bytes = statSync(target).size;
console.log(`${relative(process.cwd(), target)}: ${(bytes / 1024 / 1024).toFixed(2)} MB, ${files.length} files`);
for (const file of files) console.log(`  ${file}`);
if (bytes > limitBytes) {
  console.error(`package: the VSIX is larger than ${limitBytes / 1024 / 1024} MB.`);
  process.exit(1);
}

/** Relative links in README need an absolute base in the Marketplace. */
function contentUrl(kind) {
  const repository = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
  return repository ? `${repository.replace(/\.git$/, '')}/${kind}/HEAD` : undefined;
}
