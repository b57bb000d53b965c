// `npm run rules`: the rules of the world. With --prove it runs each rule's tests through the public wire, and again where
// that rule doesn't hold; prints what passed and what turned red; and writes docs/rules.md. Ends with 1 if a rule isn't proved.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RULES } from '../src/sandbox/partner/rules.ts';
import type { RuleId } from '../src/sandbox/partner/rules.ts';

interface Found {
  /** Titles of tests of the rule that passed. */
  readonly proofs: string[];
  /** … that failed as they should where the rule doesn't hold. */
  readonly red: string[];
  readonly failures: string[];
}

const root = join(import.meta.dirname, '..');
const ids = Object.keys(RULES).sort((a, b) => a[0] === b[0] ? Number(a.slice(1)) - Number(b.slice(1)) : a < b ? 1 : -1) as RuleId[];
/** As `rule()` in test/sandbox/rules/support names the run without the rule. */
const INVERTED = /^([TD]\d+): … and this fails where the rule does not hold \((.*)\)$/s;
const PROOF = /^([TD]\d+): (.*)$/s;

/** The text docs/rules.md must have. */
export function rulesPage(found: ReadonlyMap<RuleId, Found>): string {
  return [
    '# The rules of the world', '', '<!-- written by `npm run rules -- --prove` -->', '',
    'Facts about Salesforce\'s Login Access, License Management App and debugger that the sandbox keeps to (T, D), or lifts where they',
    'are a weakness of the real product. Each is enforced in the sandbox\'s own process and proved through its public wire; each proof',
    'is run once more in a sandbox without that rule, where it has to fail.', '',
    '| rule | what holds | proofs | fail without it |', '|---|---|---|---|',
    ...ids.map(id => `| ${id} | ${RULES[id].replaceAll('|', '\\|')} | ${found.get(id)?.proofs.length ?? 0} | ${found.get(id)?.red.length ?? 0} |`), '',
    ...ids.flatMap(id => [`## ${id}`, '', RULES[id], '', ...(found.get(id)?.proofs ?? []).map(title => `- ${title}`), '']),
  ].join('\n');
}

function prove(): ReadonlyMap<RuleId, Found> {
  const folder = mkdtempSync(join(tmpdir(), 'isv-rules-'));
  try {
    const output = join(folder, 'result.json');
    const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const { error } = spawnSync(process.execPath, [mocha, '--exit', '--timeout', '60000', '--reporter', 'json', '--reporter-option', `output=${output}`, join(root, 'test/sandbox/rules/*.test.ts')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    if (error) throw error;
    return read(JSON.parse(readFileSync(output, 'utf8')) as MochaResult);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface MochaResult { readonly passes: readonly { readonly title: string }[]; readonly failures: readonly { readonly title: string; readonly err: { readonly message?: string } }[] }

function read({ passes, failures }: MochaResult): ReadonlyMap<RuleId, Found> {
  const found = new Map<RuleId, Found>(ids.map(id => [id, { proofs: [], red: [], failures: [] }]));
  for (const { title } of passes) {
    const inverted = INVERTED.exec(title);
    const [, id, words = ''] = inverted ?? PROOF.exec(title) ?? [];
    found.get(id as RuleId)?.[inverted ? 'red' : 'proofs'].push(words);
  }
  for (const { title, err } of failures) {
    const [, id] = PROOF.exec(title) ?? [];
    const rule = found.get(id as RuleId);
    if (!rule) throw new Error(`A test of no rule failed: ${title}: ${err.message ?? ''}`);
    rule.failures.push(`${title}: ${err.message ?? ''}`);
  }
  return found;
}

function main(): void {
  if (!process.argv.includes('--prove')) {
    for (const id of ids) console.log(`${id.padEnd(4)} ${RULES[id]}`);
    console.log('\nnpm run rules -- --prove proves them.');
    return;
  }
  const found = prove();
  let unproved = 0;
  console.log('rule  passed  turned red');
  for (const id of ids) {
    const { proofs, red, failures } = found.get(id) ?? { proofs: [], red: [], failures: [] };
    const isProved = proofs.length > 0 && red.length > 0 && failures.length === 0;
    if (!isProved) unproved++;
    console.log(`${id.padEnd(4)}  ${String(proofs.length).padStart(6)}  ${String(red.length).padStart(10)}  ${isProved ? '' : 'NOT PROVED'}`.trimEnd());
    for (const failure of failures) console.log(`      ${failure.split('\n').join('\n      ')}`);
  }
  console.log(unproved === 0 ? `All ${ids.length} rules passed, and turned red where they don't hold.` : `${unproved} of ${ids.length} rules are not proved.`);
  if (unproved === 0) writeFileSync(join(root, 'docs', 'rules.md'), rulesPage(found));
  process.exitCode = unproved === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
