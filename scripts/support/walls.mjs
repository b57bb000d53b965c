// The import walls: which part of the project may import which. ARCHITECTURE.md says why each stands.
import { dirname, join, relative } from 'node:path';

const library = ['sandbox/apex/runtime', 'sandbox/apex/stdlib', 'sandbox/limits', 'sandbox/data', 'sandbox/flow'];
const dataweave = 'sandbox/dataweave';
const syntax = 'sandbox/apex/syntax';
const semantics = 'sandbox/apex/semantics';
const codegen = 'sandbox/apex/codegen';
const language = [syntax, semantics, codegen, ...library];

/** Part → the other parts it may import. A part is a folder below src/, or debug-adapter. Longest name wins. */
const mayImport = {
  protocol: [],
  exchange: ['protocol'],
  'debug-adapter': ['protocol'],
  extension: ['protocol', 'exchange'],
  cli: ['protocol', 'exchange'],
  [syntax]: [],
  [semantics]: [syntax, ...library],
  [codegen]: [syntax, semantics, ...library],
  'sandbox/apex/runtime': [syntax, semantics, ...library],
  'sandbox/apex/stdlib': [syntax, semantics, ...library, dataweave],
  // Decimals, Java's regular expressions, JSON and XML are the library's.
  [dataweave]: ['sandbox/apex/runtime', 'sandbox/apex/stdlib'],
  'sandbox/limits': library,
  'sandbox/flow': library,
  'sandbox/data': [syntax, semantics, ...library, 'protocol', 'exchange'],
  'sandbox/partner': ['protocol'],
  'sandbox/org': [...language, 'protocol', 'exchange'],
  // The processes that put an org together hand its threads to the debugger.
  'sandbox/org/runner': [...language, 'sandbox/org', 'sandbox/org/worker', 'sandbox/debugger', 'protocol', 'exchange'],
  'sandbox/org/worker': [...language, 'sandbox/org', 'sandbox/org/runner', 'sandbox/debugger', 'protocol'],
  'sandbox/debugger': [...language, 'sandbox/org', 'sandbox/org/worker', 'sandbox/org/runner', 'protocol'],
  'sandbox/pages': ['sandbox/partner', 'protocol'],
  'sandbox/hub': [...language, 'sandbox/partner', 'sandbox/org', 'sandbox/org/runner', 'sandbox/org/worker', 'sandbox/debugger', 'sandbox/pages', 'protocol', 'exchange'],
};
const parts = Object.keys(mayImport).sort((a, b) => b.length - a.length);

/** Contracts between parts: types and shapes only, which both sides of a wall may import. */
const contracts = new Set(['src/sandbox/debugger/contract.ts', 'src/sandbox/apex/codegen/artifact.ts']);

/** Modules that would let a part reach past its wall. */
const forbiddenModules = [
  { parts: parts.filter(part => part !== 'extension'), module: /^vscode$/, rule: "only src/extension imports 'vscode'" },
  { parts: ['protocol'], module: /^node:(?!path$|url$|crypto$)/, rule: 'protocol does no I/O and keeps no state' },
  { parts: language, module: /^(ws|vscode-jsonrpc|@vscode\/debug.*)(\/|$)/, rule: 'the language knows no wire and no debug protocol' },
];

const importPattern = /(?:^|[\s;}])(?:import|export)\s*(?:type\s+)?(?:[\w*{][^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/**
 * @param {string} root the checkout
 * @param {string} file absolute path of a TypeScript file
 * @param {string} text its content
 * @returns {string[]} one line a breach: file, import, rule
 */
export function checkWalls(root, file, text) {
  const from = partOf(root, file);
  if (!from) return [];
  const problems = [];
  const shown = relative(root, file);
  for (const { specifier, line } of importsOf(text)) {
    const place = `${shown}:${line}: imports '${specifier}'`;
    if (specifier.startsWith('.')) {
      if (!/\.(ts|json)$/.test(specifier)) problems.push(`${place}, but relative imports name the file with its extension`);
      const target = partOf(root, join(dirname(file), specifier));
      if (!target) problems.push(`${place}, which is no part of the product`);
      else if (contracts.has(relative(root, join(dirname(file), specifier)).replaceAll('\\', '/'))) continue;
      else if (target !== from && !mayImport[from].includes(target)) {
        const allowed = mayImport[from].length === 0 ? 'nothing of ours' : mayImport[from].join(', ');
        problems.push(`${place}, but ${from} may import only ${allowed}`);
      }
    }
    for (const wall of forbiddenModules) {
      if (wall.parts.includes(from) && wall.module.test(specifier)) problems.push(`${place}, but ${wall.rule}`);
    }
  }
  return problems;
}

function partOf(root, file) {
  const path = relative(root, file).replaceAll('\\', '/').replace(/^src\//, '');
  return parts.find(part => path.startsWith(`${part}/`));
}

function importsOf(text) {
  const found = [];
  // Blanked, not removed, so that lines keep their numbers.
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, comment => comment.replace(/[^\n]/g, ' '));
  for (const match of code.matchAll(importPattern)) {
    const specifier = match[1] ?? match[2];
    const line = code.slice(0, match.index + match[0].length).split('\n').length;
    found.push({ specifier, line });
  }
  return found;
}
