import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

type Check = (root: string, file: string, text: string) => string[];
const walls = '../../../scripts/support/walls.mjs';
const tidy = '../../../scripts/support/tidy.mjs';

describe('import walls', () => {
  const cases: readonly [file: string, text: string, breach: RegExp | null][] = [
    ['src/protocol/a.ts', "import { x } from './b.ts';", null],
    ['src/protocol/a.ts', "import { x } from '../cli/b.ts';", /src\/protocol\/a\.ts:1: imports '\.\.\/cli\/b\.ts', but protocol may import only nothing of ours/],
    ['src/protocol/a.ts', "import { readFileSync } from 'node:fs';", /protocol does no I\/O/],
    ['debug-adapter/requests/a.ts', "import type { X } from '../../src/protocol/rpc.ts';", null],
    ['debug-adapter/a.ts', "\nimport { x } from '../src/sandbox/hub/b.ts';", /debug-adapter\/a\.ts:2:.*debug-adapter may import only protocol/],
    ['debug-adapter/a.ts', "import * as vscode from 'vscode';", /only src\/extension imports 'vscode'/],
    ['src/extension/a.ts', "import * as vscode from 'vscode';", null],
    ['src/extension/a.ts', "export { x } from '../sandbox/hub/b.ts';", /extension may import only protocol/],
    ['src/cli/a.ts', "const x = await import('../sandbox/hub/b.ts');", /cli may import only protocol/],
    ['src/sandbox/apex/syntax/a.ts', "import { x } from '../semantics/b.ts';", /sandbox\/apex\/syntax may import only nothing of ours/],
    ['src/sandbox/apex/semantics/a.ts', "import { x } from '../syntax/b.ts';", null],
    ['src/sandbox/apex/semantics/a.ts', "import { x } from '../codegen/b.ts';", /sandbox\/apex\/semantics may import only/],
    ['src/sandbox/apex/stdlib/a.ts', "import { x } from '../../org/b.ts';", /sandbox\/apex\/stdlib may import only/],
    ['src/sandbox/apex/runtime/a.ts', "import WebSocket from 'ws';", /the language knows no wire/],
    ['src/sandbox/data/a.ts', "import { x } from '../hub/b.ts';", /sandbox\/data may import only/],
    ['src/sandbox/org/a.ts', "import { x } from '../hub/b.ts';", /sandbox\/org may import only/],
    ['src/sandbox/hub/a.ts', "import { x } from '../org/b.ts';", null],
    ['src/cli/a.ts', "import { x } from './b';", /name the file with its extension/],
    ['src/cli/a.ts', "// import { x } from '../sandbox/hub/b.ts';\n/* import '../sandbox/a.ts' */", null],
    ['src/cli/a.ts', "import {\n  a,\n  b,\n} from '../extension/c.ts';", /src\/cli\/a\.ts:4:.*cli may import only protocol/],
  ];
  for (const [file, text, breach] of cases) {
    it(`${breach ? 'refuses' : 'lets'} ${text.trim().replaceAll('\n', ' ')} in ${file}`, async () => {
      const { checkWalls } = (await import(walls)) as { checkWalls: Check };
      const found = checkWalls('/r', `/r/${file}`, text);
      if (breach) assert.match(found.join('\n'), breach);
      else assert.deepEqual(found, []);
    });
  }
});

describe('tidiness', () => {
  const only = 'on' + 'ly';
  const skip = 'sk' + 'ip';
  const cases: readonly [file: string, text: string, breach: RegExp | null][] = [
    ['test/a.test.ts', `describe.${only}('x')`, /a\.test\.ts:1: runs or leaves out single tests/],
    ['test/a.test.ts', `it.${skip}('x')`, /leaves out/],
    ['test/a.test.ts', `list.${skip}(3)`, null],
    ['src/cli/a.ts', 'x\nconst p = ' + "'/ho" + "me/ann/x'", /a\.ts:2: names a path of one machine/],
    ['src/cli/a.ts', '// TO' + 'DO later', /leaves work for later/],
    ['debug-adapter/a.ts', '\n'.repeat(501), /502 lines/],
    ['src/cli/a.ts', '\n'.repeat(501), null],
    ...['Date.now()', 'new Date()', 'Math.random()', 'performance.now()', 'randomUUID()', 'process.hrtime.bigint()', 'process.memoryUsage()', 'process.env.TZ', 'getHeapStatistics()', 'date.getHours()', 'date.getTimezoneOffset()', 'value.toLocaleString()', 'a.localeCompare(b)', 'setTimeout(f, 1)', 'new WeakRef(x)', "import { randomBytes } from 'node:crypto';", "import { hostname } from 'node:os';"]
      .map((code): [string, string, RegExp] => ['src/sandbox/apex/stdlib/a.ts', `x;\nconst y = ${code}`, /a\.ts:2: reads a clock, a random number or the machine past the transaction's source/]),
    ['src/sandbox/data/a.ts', 'const now = Date.now();', /past the transaction's source/],
    ['src/sandbox/org/execution/executor.ts', 'const now = Date.now();', /past the transaction's source/],
    ['src/sandbox/org/execution/determinism.ts', "import { randomInt } from 'node:crypto';", null],
    ['src/sandbox/org/runner/a.ts', 'const now = Date.now();', null],
    ['src/sandbox/apex/stdlib/a.ts', 'new Date(0).getUTCHours(); // no Date.now()\n * Date.now\nsource.randomBytes(4); date.toLocaleString(tag, {}); a.localeCompare(b, tag);', null],
  ];
  for (const [file, text, breach] of cases) {
    it(`${breach ? 'refuses' : 'lets'} ${JSON.stringify(text.slice(0, 40))} in ${file}`, async () => {
      const { checkTidiness } = (await import(tidy)) as { checkTidiness: Check };
      const found = checkTidiness('/r', `/r/${file}`, text);
      if (breach) assert.match(found.join('\n'), breach);
      else assert.deepEqual(found, []);
    });
  }
});
