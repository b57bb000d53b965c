// Prints the rows of the budget table with what is measured here: `npm run bench [-- NPSP-CHECKOUT]`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { onBundledNode, root } from './support/toolchain.mjs';

await onBundledNode();
const run = (file, ...args) => {
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, file), ...args], { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exitCode = 1;
};
run('scripts/bench/kernels.ts');
if (existsSync(join(root, 'scripts/bench/step-latency.mjs'))) run('scripts/bench/step-latency.mjs');
const project = process.argv[2];
if (project) run('scripts/bench/parse.ts', project);
else console.log('parse: name a checkout of a large project to time its parse');
const vsix = readdirSync(root).filter(name => name.endsWith('.vsix')).map(name => join(root, name));
console.log(vsix.length ? `VSIX: ${(Math.max(...vsix.map(file => statSync(file).size)) / 1024 / 1024).toFixed(2)} MB (budget 5)` : 'VSIX: run `npm run package` first');
