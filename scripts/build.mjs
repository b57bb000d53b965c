// Bundles every process of the product into dist/: `node scripts/build.mjs [--development] [--watch]`.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { copyAssets } from './support/copied-assets.mjs';
import { onBundledNode, root } from './support/toolchain.mjs';

const bundles = {
  extension: 'src/extension/extension.ts',
  adapter: 'debug-adapter/main.ts',
  hub: 'src/sandbox/hub/main.ts',
  runner: 'src/sandbox/org/runner/main.ts',
  worker: 'src/sandbox/org/worker/main.ts',
  bundle: 'src/sandbox/hub/bundle-thread/main.ts',
  cli: 'src/cli/main.ts',
};

/** Packages in CommonJS call `require`, which a module doesn't have. */
const moduleBanner = "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);";
/** The extension is CommonJS, where `import.meta.url` is empty. */
const extensionBanner = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

/**
 * @param {{ development?: boolean, tests?: boolean, log?: (line: string) => void }} options
 * @returns {Promise<string[]>} the bundles written, relative to the checkout
 */
export async function build(options = {}) {
  const log = options.log ?? console.log;
  const { build: bundle } = await import('esbuild');
  const dist = join(root, 'dist');
  mkdirSync(dist, { recursive: true });
  copyAssets(log);
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node22',
    minify: !options.development,
    sourcemap: options.development ? 'linked' : false,
    legalComments: 'none',
    logLevel: 'warning',
    external: ['vscode'],
  };
  const written = [];
  const jobs = Object.entries(bundles).map(async ([name, entry]) => {
    if (!existsSync(join(root, entry))) {
      log(`build: no ${entry}, so no ${name} bundle`);
      return;
    }
    const isExtension = name === 'extension';
    const outfile = isExtension ? 'dist/extension.cjs' : `dist/${name}.mjs`;
    const hashbang = name === 'cli' ? '#!/usr/bin/env node\n' : '';
    await bundle({
      ...common,
      entryPoints: [entry],
      outfile,
      format: isExtension ? 'cjs' : 'esm',
      banner: { js: isExtension ? extensionBanner : hashbang + moduleBanner },
      ...(isExtension ? { define: { 'import.meta.url': 'bundleUrl' } } : {}),
      // Class names appear in messages and traces.
      keepNames: true,
    });
    if (!options.development) rmSync(join(root, `${outfile}.map`), { force: true });
    written.push(outfile);
  });
  await Promise.all(jobs);
  if (options.tests) await buildExtensionTests(bundle, common);
  await zipSamples(dist, log);
  return written.sort((a, b) => a.localeCompare(b));
}

/** The extension host loads CommonJS; one bundle a test file, so that Mocha loads each by itself. */
async function buildExtensionTests(bundle, common) {
  const suite = 'test/extension/suite';
  const entryPoints = readdirSync(join(root, suite), { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.test.ts') || name === 'index.ts')
    .map(name => join(suite, name));
  const outdir = join(root, 'dist/test');
  rmSync(outdir, { recursive: true, force: true });
  await bundle({
    ...common,
    entryPoints,
    outdir,
    outbase: suite,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    minify: false,
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    banner: { js: extensionBanner },
    define: { 'import.meta.url': 'bundleUrl' },
  });
}

/** The sample world travels in the extension as one file. */
async function zipSamples(dist, log) {
  const samples = join(root, 'samples');
  const files = existsSync(samples) ? listFiles(samples) : [];
  const target = join(dist, 'samples.zip');
  rmSync(target, { force: true });
  if (files.length === 0) {
    log('build: samples/ is empty, so no dist/samples.zip');
    return;
  }
  const { zipSync } = await import('fflate');
  // A fixed time, so that equal samples make equal bytes.
  const entries = Object.fromEntries(files.map(file => [relative(samples, file).replaceAll('\\', '/'), [readFileSync(file), { mtime: '2020-01-01' }]]));
  writeFileSync(target, zipSync(entries, { level: 9 }));
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map(name => join(folder, String(name)))
    .filter(file => statSync(file).isFile())
    .sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await onBundledNode();
  const known = new Set(['--development', '--tests']);
  const unknown = process.argv.slice(2).find(argument => !known.has(argument));
  if (unknown) {
    console.error(`build: unknown option ${unknown}; there are ${[...known].join(' and ')}.`);
    process.exit(2);
  }
  const started = performance.now();
  const written = await build({ development: process.argv.includes('--development'), tests: process.argv.includes('--tests') });
  console.log(`built ${written.length === 0 ? 'nothing' : written.join(', ')} in ${Math.round(performance.now() - started)} ms`);
}
