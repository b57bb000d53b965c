/** Makes the VSIX and weighs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot as root } from '../../test/support/vscode/paths.ts';
import { printRow } from './support/rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'isv-bench-vsix-'));
const file = join(folder, 'extension.vsix');
const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/package.mjs'), '--out', file], { cwd: root, encoding: 'utf8' });
if (status !== 0) throw new Error(`the VSIX could not be made:\n${stdout}${stderr}`);
printRow({ name: 'VSIX', value: statSync(file).size / 1024 / 1024, unit: 'MB', budget: 5 });
rmSync(folder, { recursive: true, force: true });
