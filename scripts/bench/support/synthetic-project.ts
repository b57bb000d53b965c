/**
 * A project as large as a large managed package, made of the sample's own classes: copies whose types are renamed, grown by
 * copies of their methods. The same every time.
 */
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseCompilationUnit } from '../../../src/sandbox/apex/syntax/parser.ts';
import { tokenize } from '../../../src/sandbox/apex/syntax/lexer.ts';
import { repositoryRoot as root } from '../../../test/support/vscode/paths.ts';

const FILES = 1070;
const LINES = 320_000;
const PACKAGE = join(root, 'samples/packages/order-desk');
const CLASSES = 'force-app/main/default/classes';

/** The project's folder, in the machine's folder for temporary files; `remove` it afterwards. */
export function makeSyntheticProject(): { readonly directory: string; remove(): void } {
  const directory = join(tmpdir(), `isv-bench-project-${process.pid}`);
  rmSync(directory, { recursive: true, force: true });
  cpSync(PACKAGE, directory, { recursive: true });
  const folder = join(directory, CLASSES);
  const names = readdirSync(folder).filter(name => name.endsWith('.cls')).map(name => basename(name, '.cls'));
  const triggers = readdirSync(join(directory, 'force-app/main/default/triggers')).filter(name => name.endsWith('.trigger')).length;
  const sets = Math.floor((FILES - triggers) / names.length);
  const texts = new Map(names.map(name => [name, readFileSync(join(folder, `${name}.cls`), 'utf8')]));
  const copies = copiesOf([...texts.values()], LINES / sets);
  for (let set = 0; set < sets; set++) {
    for (const [name, text] of texts) {
      // The first set keeps its names: triggers and REST requests find it.
      const suffix = set === 0 ? '' : `S${set}`;
      const file = join(folder, `${withSuffix(name, suffix)}.cls`);
      writeFileSync(file, renamed(grown(text, copies), texts, suffix));
      const meta = join(folder, `${name}.cls-meta.xml`);
      if (suffix !== '' && existsSync(meta)) cpSync(meta, `${file}-meta.xml`);
    }
  }
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** How often each method has to be there for a set to have so many lines. */
function copiesOf(texts: readonly string[], lines: number): number {
  const count = (copies: number): number => texts.reduce((sum, text) => sum + grown(text, copies).split('\n').length, 0);
  let copies = 1;
  while (count(copies) < lines) copies++;
  return copies;
}

/** Copies of the methods that may be there twice under another name. */
function grown(text: string, copies: number): string {
  const { tree } = parseCompilationUnit(text);
  if (tree.kind !== 'ClassDeclaration') return text;
  const added: string[] = [];
  for (const member of tree.members) {
    if (member.kind !== 'MethodDeclaration' || !member.body) continue;
    const keeps = member.modifiers.some(modifier => (modifier.kind === 'Annotation' ? !['istest', 'testvisible'].includes(modifier.name.name.toLowerCase()) : ['override', 'abstract'].includes(modifier.keyword)));
    if (keeps) continue;
    for (let copy = 2; copy <= copies; copy++) {
      added.push(`\n    ${text.slice(member.start, member.name.start)}${member.name.name}${copy}${text.slice(member.name.end, member.end)}\n`);
    }
  }
  const end = text.lastIndexOf('}');
  return text.slice(0, end) + added.join('') + text.slice(end);
}

function renamed(text: string, types: ReadonlyMap<string, string>, suffix: string): string {
  const { count, starts, ends } = tokenize(text);
  let result = '';
  let at = 0;
  for (let i = 0; i < count; i++) {
    const name = text.slice(starts[i], ends[i]);
    if (!types.has(name)) continue;
    result += text.slice(at, starts[i]) + withSuffix(name, suffix);
    at = ends[i]!;
  }
  return result + text.slice(at);
}

/** An exception's name has to end as it does. */
function withSuffix(name: string, suffix: string): string {
  return name.endsWith('Exception') ? `${name.slice(0, -'Exception'.length)}${suffix}Exception` : name + suffix;
}
