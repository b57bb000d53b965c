// Small rules of the house that no linter knows.
import { relative } from 'node:path';

const adapterLines = 500;

/** Text of others, kept as it is. */
const foreign = new Set(['test/support/dap/debugProtocol.json']);

/** Spelled in pieces, so that this file doesn't break its own rules. */
const patterns = [
  { in: /^test\/.*\.ts$/, pattern: new RegExp(`\\b(?:describe|context|it|suite|test)\\.(?:on${'ly'}|sk${'ip'})\\b|\\b(?:xit|xdescribe|fdescribe|fit)\\(|\\bthis\\.sk${'ip'}\\(`), rule: 'runs or leaves out single tests' },
  { in: /./, pattern: new RegExp(`(?<![\\w.])/(?:work|home|Users|root)/[\\w.]+/`), rule: 'names a path of one machine' },
  { in: /^(src|debug-adapter|test|scripts)\/.*\.(ts|mjs)$/, pattern: new RegExp(`\\b(?:TO${'DO'}|FIX${'ME'}|XX${'X'})\\b`), rule: 'leaves work for later without an issue' },
];

/**
 * @param {string} root the checkout
 * @param {string} file absolute path
 * @param {string} text its content
 * @returns {string[]} one line a breach
 */
export function checkTidiness(root, file, text) {
  const path = relative(root, file).replaceAll('\\', '/');
  if (foreign.has(path)) return [];
  const lines = text.split('\n');
  const problems = [];
  for (const { in: where, pattern, rule } of patterns) {
    if (!where.test(path)) continue;
    lines.forEach((line, index) => {
      if (pattern.test(line)) problems.push(`${path}:${index + 1}: ${rule}: ${line.trim().slice(0, 100)}`);
    });
  }
  if (path.startsWith('debug-adapter/') && lines.length > adapterLines) {
    problems.push(`${path}: ${lines.length} lines; a file of the adapter has at most ${adapterLines}`);
  }
  return problems;
}
