// `npm run package [-- --out FILE]`: builds and writes the VSIX, and says what is in it and how large it is.
import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { onBundledNode, root } from './support/toolchain.mjs';

const limitBytes = 5 * 1024 * 1024;
/** Bundled, so no node_modules. */
const packaging = { cwd: root, dependencies: false };

/** Writes the VSIX from what dist/ holds. No network. */
async function packageExtension(target) {
  const manifest = readManifest();
  const { createVSIX } = await import('@vscode/vsce');
  const baseContentUrl = contentUrl(manifest, 'blob');
  // Without a public repository the links stay as they are: they work in the checkout.
  await createVSIX({ ...packaging, packagePath: target, rewriteRelativeLinks: baseContentUrl !== undefined, baseContentUrl, baseImagesUrl: contentUrl(manifest, 'raw') });
}

function readManifest() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** Relative links in README need an absolute base in the Marketplace. */
function contentUrl({ repository }, kind) {
  const url = typeof repository === 'string' ? repository : repository?.url;
  return url ? `${url.replace(/\.git$/, '')}/${kind}/HEAD` : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await onBundledNode();
  const args = process.argv.slice(2);
  if (args.length > 0 && (args[0] !== '--out' || !args[1] || args.length > 2)) {
    console.error('package: the only option is --out FILE.');
    process.exit(2);
  }
  const { name, version } = readManifest();
  const target = args[1] ? resolve(args[1]) : join(root, `${name}-${version}.vsix`);
  await build({ log: line => console.error(line) });
  await packageExtension(target);
  const { listFiles } = await import('@vscode/vsce');
  const files = await listFiles(packaging);
  const bytes = statSync(target).size;
  console.log(`${relative(process.cwd(), target)}: ${(bytes / 1024 / 1024).toFixed(2)} MB, ${files.length} files`);
  for (const file of files) console.log(`  ${file}`);
  if (bytes > limitBytes) {
    console.error(`package: the VSIX is larger than ${limitBytes / 1024 / 1024} MB.`);
    process.exit(1);
  }
}
