// Lint: oxlint with types, the import walls, and the house's own small rules.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { onBundledNode, root } from './support/toolchain.mjs';
import { checkTidiness } from './support/tidy.mjs';
import { checkWalls } from './support/walls.mjs';

await onBundledNode();

const folders = ['src', 'debug-adapter', 'test', 'scripts', 'docs', 'syntaxes', '.ci'];
const files = [
  ...folders.flatMap(folder => list(join(root, folder))),
  ...readdirSync(root).map(name => join(root, name)).filter(file => /\.(md|json)$/.test(file) && !file.endsWith('package-lock.json')),
];

function list(folder) {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { recursive: true })
    .map(name => join(folder, String(name)))
    .filter(file => /\.(ts|mjs|cjs|json|md)$|\/run$/.test(file) && statSync(file).isFile());
}

const problems = [];
let typescriptFiles = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  problems.push(...checkTidiness(root, file, text));
  const path = relative(root, file);
  if (/^(src|debug-adapter)[\\/].*\.ts$/.test(path)) {
    typescriptFiles++;
    problems.push(...checkWalls(root, file, text));
  }
}

const oxlint = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--type-aware', '--deny-warnings', '--format=unix'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
if (oxlint.status !== 0) {
  const findings = `${oxlint.stdout}${oxlint.stderr}`.trim().split('\n').filter(line => line !== '' && !/^\d+ problems?$/.test(line));
  problems.push(...(findings.length > 0 ? findings : [`oxlint ended with ${oxlint.status}`]));
}

for (const problem of problems) console.error(problem);
console.log(`lint: ${files.length} files, walls checked in ${typescriptFiles}, ${problems.length} problem${problems.length === 1 ? '' : 's'}`);
process.exit(problems.length === 0 ? 0 : 1);
