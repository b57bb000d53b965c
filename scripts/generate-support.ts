// Writes docs/support.md: which members of the standard library run, and what else is refused with `NotSupported: …`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { implementedMembers } from '../src/sandbox/apex/runtime/library.ts';
import '../src/sandbox/apex/stdlib/index.ts';
import { sharedCatalogue } from '../src/sandbox/org/compiler.ts';
import { libraryCatalogue } from '../src/sandbox/org/execution/library-catalogue.ts';

interface Row {
  readonly name: string;
  readonly all: readonly string[];
  readonly missing: readonly string[];
}

const root = join(import.meta.dirname, '..');

/** The text docs/support.md must have. */
export function supportTable(): string {
  const rows = classesOf();
  const namespaces = Map.groupBy(rows, row => (row.name.includes('.') ? row.name.slice(0, row.name.indexOf('.')) : 'System'));
  const sorted = [...namespaces].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
  const total = count(rows);
  return [
    '# What is supported', '',
    '<!-- written by `npm run generate` -->', '',
    `${total.supported} of the standard library's ${total.all} members run. A call of any other compiles, and throws \`NotSupported: Class.member(…)\` when it is`,
    'made. Interfaces, which your classes implement, and enums are not counted.', '',
    '## Elsewhere', '',
    'These are refused by the same error where they are met:', '',
    ...refusals().map(each => `- ${each}`), '',
    '## Namespaces', '',
    '| Namespace | Members | Supported |', '|---|---:|---:|',
    ...sorted.map(([name, own]) => { const { all, supported } = count(own); return `| ${name} | ${all} | ${supported} |`; }), '',
    ...sorted.filter(([, own]) => count(own).supported > 0).flatMap(([name, own]) => {
      const whole = own.filter(({ missing }) => missing.length === 0);
      const rest = own.filter(({ missing }) => missing.length > 0);
      return [
        `## ${name}`, '', ...(whole.length ? [`Whole: ${whole.map(row => row.name.replace(`${name}.`, '')).join(', ')}.`, ''] : []),
        ...(rest.length ? ['| Class | Supported | Not yet |', '|---|---:|---|', ...rest.map(rowText), ''] : []),
      ];
    }),
  ].join('\n');
}

/** The namespaces that code uses most come first. */
function rank(namespace: string): number {
  const order = ['System', 'Schema', 'Database'];
  return order.includes(namespace) ? order.indexOf(namespace) : order.length;
}

function classesOf(): readonly Row[] {
  const catalogue = sharedCatalogue();
  const rows: Row[] = [];
  for (const key of catalogue.names()) {
    const [head = '', ...lines] = catalogue.textOf(key).trimEnd().split('\n');
    const name = /^class ([\w.]+)/.exec(head)?.[1];
    if (name === undefined) continue;
    const done = new Set([...(implementedMembers().get(name) ?? valuesOnly(name))].map(member => member.toLowerCase()));
    const all = lines.map(line => line.trim()).filter(line => line !== '' && !/^[#=]/.test(line));
    if (all.length > 0) rows.push({ name, all, missing: all.filter(line => !done.has(keyOf(line).toLowerCase())) });
  }
  return rows.sort((a, b) => a.name.localeCompare(b.name));
}

/** Members of a class that only holds values: they run without an implementation of their own. */
function valuesOnly(name: string): readonly string[] {
  const facts = libraryCatalogue.valueClass(name);
  return facts ? [...facts.members.keys(), ...facts.fields.map(field => field.name)] : [];
}

/** A method's key is its line, a field's its name. */
function keyOf(line: string): string {
  return line.endsWith(')') ? line : /(\w+)(?: \{\})?$/.exec(line)?.[1] ?? line;
}

function count(rows: readonly Row[]): { readonly all: number; readonly supported: number } {
  const all = rows.reduce((sum, row) => sum + row.all.length, 0);
  return { all, supported: all - rows.reduce((sum, row) => sum + row.missing.length, 0) };
}

function rowText({ name, all, missing }: Row): string {
  const short = (line: string): string => line.replace(/\b(?:static )?(?:[\w.<>,[\]]+ )?(\w+)\((.*)\)$/, (_, member: string, parameters: string) => `${member}(${parameters.split(', ').map(each => each.replace(/ \w+$/, '')).join(', ')})`);
  const left = missing.length === all.length ? 'all' : missing.map(line => `\`${short(line)}\``).join(', ');
  return `| ${name} | ${all.length - missing.length} of ${all.length} | ${left.replaceAll('|', '\\|')} |`;
}

/** Texts of the refusals in the sources, `…` for what they are about. */
function refusals(): readonly string[] {
  const folder = join(root, 'src/sandbox');
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts')).flatMap(name =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/(?:notSupported\(|new NotSupportedError\()(?:'([^']+)'|`([^`]+)`)/g)].map(match => (match[1] ?? match[2] ?? '').replaceAll(/\$\{[^}]*\}/g, '…')));
  return [...new Set(found)].filter(text => /[A-Za-z]{2}/.test(text)).sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(join(root, 'docs/support.md'), supportTable());
