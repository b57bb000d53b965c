/**
 * Binds every class and trigger of some projects and prints what doesn't compile:
 * `npx node test/conformance/semantics/check-corpus.ts --project DIR [--with [NS=]DIR…] [--verbose]`.
 */
import { OrgCompiler } from '../../../src/sandbox/org/compiler.ts';
import { projectArgument } from '../../../src/protocol/project-argument.ts';

const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const started = performance.now();
const compiler = new OrgCompiler({ projects: folders.map(projectArgument).map(({ namespace, folder }) => ({ directory: folder, namespace })), namespace: null });
const loaded = performance.now();
const { ready, withErrors, diagnostics } = compiler.check();
const groups = new Map<string, string[]>();
for (const d of diagnostics) {
  const key = d.message.replace(/'[^']*'/g, "'…'");
  groups.set(key, [...(groups.get(key) ?? []), `${d.path}:${d.line}:${d.column}`]);
}
for (const [message, places] of [...groups].sort((a, b) => b[1].length - a[1].length).slice(0, process.argv.includes('--verbose') ? 400 : 40)) console.log(`${places.length}\t${message}\t${places.slice(0, 2).join(' ')}`);
for (const { file, element, message } of compiler.metadata.errors.slice(0, 40)) console.log(`metadata\t${file}: ${element}: ${message}`);
console.log(`${ready + withErrors} files, ${withErrors} with errors, load ${(loaded - started).toFixed(0)} ms, bind ${(performance.now() - loaded).toFixed(0)} ms`);
