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
 * What a transaction can reach reads no clock, no random number and nothing of the machine but through its source, or no
 * recording of it could be run again. `from`: the one file that may, because it is the source.
 */
const outside = {
  in: /^src\/sandbox\/(apex|data|limits|org\/execution|org\/recording)\//,
  from: new Set(['src/sandbox/org/execution/determinism.ts', 'src/sandbox/org/execution/heap.ts']),
  pattern: new RegExp([
    String.raw`\bDate\.now\b`, String.raw`\bnew Date\(\)`, String.raw`(?<![\w.])Date\(\)`, String.raw`\bMath\.random\b`, String.raw`\bperformance\b\s*[.(]`,
    String.raw`(?<!UUID )\b(?:randomUUID|randomInt|randomFillSync|getRandomValues)\b`, String.raw`(?<!\.)\brandomBytes\b(?=[^;]*from 'node:crypto')`, String.raw`\bprocess\.(?:hrtime|uptime|cpuUsage|memoryUsage|resourceUsage|env|pid|cwd)\b`,
    String.raw`\bgetHeap(?:Space|Code)?Statistics\b`, String.raw`\bnode:(?:os|perf_hooks|timers|http|https|net|dns)\b`, String.raw`(?<!void )\bset(?:Timeout|Interval|Immediate)\(`,
    String.raw`\bFinalizationRegistry\b`, String.raw`\bWeakRef\b`, String.raw`\bgetTimezoneOffset\b`,
    // The machine's own time zone and locale.
    String.raw`\.(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)\(`, String.raw`\.to(?:Locale(?:Date|Time)?String)\(\)`, String.raw`\.localeCompare\([^,()]*\)`,
  ].join('|')),
  rule: 'reads a clock, a random number or the machine past the transaction\'s source (org/execution/determinism.ts)',
};

/** @param {string} line */
const codeOf = line => line.replace(/^\s*(?:\/\*\*?|\*|\/\/).*$/, '').replace(/(?<=\s)\/\/.*$/, '');

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
  if (outside.in.test(path) && !outside.from.has(path)) {
    lines.forEach((line, index) => {
      if (outside.pattern.test(codeOf(line))) problems.push(`${path}:${index + 1}: ${outside.rule}: ${line.trim().slice(0, 100)}`);
    });
  }
  if (path.startsWith('debug-adapter/') && lines.length > adapterLines) {
    problems.push(`${path}: ${lines.length} lines; a file of the adapter has at most ${adapterLines}`);
  }
  return problems;
}
