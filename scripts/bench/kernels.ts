/**
 * Small programs timed beside the same work in JavaScript that wraps integers and checks bounds too, in one call of many turns and in
 * many calls of few: the engine compiles the former while they run, and the latter with what it has learned by then. All of
 * them take turns in one process; a run is some milliseconds, at most, so that the best of many has had a processor for itself.
 */
import { runInThisContext } from 'node:vm';
import { openTestOrg, type TestOrg } from '../../test/support/apex.ts';

interface Kernel { readonly name: string; readonly apex: string; readonly turns: number; readonly script: (n: number) => number }
type Shape = 'plain' | 'debuggable';

const at = (list: readonly number[], index: number): number => {
  if (index < 0 || index >= list.length) throw new RangeError(String(index));
  return list[index]!;
};

const sum = (a: number, b: number): number => (a + b) | 0;
class Box { v = 0; add(n: number): void { this.v = (this.v + n) | 0; } }

const KERNELS: readonly Kernel[] = [
  {
    name: 'integer loop', turns: 300_000,
    apex: 'public static Integer run(Integer n) { Integer s = 0; for (Integer i = 0; i < n; i++) { s = s + i * 3; if (s > 1000000) s = s - 999999; } return s; }',
    script: (n) => { let s = 0; for (let i = 0; i < n; i = (i + 1) | 0) { s = (s + Math.imul(i, 3)) | 0; if (s > 1_000_000) s = (s - 999_999) | 0; } return s; },
  },
  {
    name: 'calls', turns: 300_000,
    apex: 'static Integer f(Integer a, Integer b) { return a + b; } public static Integer run(Integer n) { Integer s = 0; for (Integer i = 0; i < n; i++) { s = f(s, i); } return s; }',
    script: (n) => { let s = 0; for (let i = 0; i < n; i = (i + 1) | 0) s = sum(s, i); return s; },
  },
  {
    name: 'list', turns: 10_000,
    apex: 'public static Integer run(Integer n) { List<Integer> l = new List<Integer>(); for (Integer i = 0; i < n; i++) l.add(i); Integer s = 0; for (Integer k = 0; k < 5; k++) { for (Integer i = 0; i < l.size(); i++) s += l[i]; } return s; }',
    script: (n) => { const l: number[] = []; for (let i = 0; i < n; i++) l.push(i); let s = 0; for (let k = 0; k < 5; k++) for (let i = 0; i < l.length; i++) s = (s + at(l, i)) | 0; return s; },
  },
  {
    name: 'map', turns: 5_000,
    apex: 'public static Integer run(Integer n) { Map<Integer, Integer> m = new Map<Integer, Integer>(); for (Integer i = 0; i < n; i++) m.put(i, i); Integer s = 0; for (Integer i = 0; i < n; i++) s += m.get(i); return s; }',
    script: (n) => { const m = new Map<number, number>(); for (let i = 0; i < n; i++) m.set(i, i); let s = 0; for (let i = 0; i < n; i++) s = (s + m.get(i)!) | 0; return s; },
  },
  {
    name: 'fields', turns: 300_000,
    apex: 'Integer v = 0; void add(Integer n) { v = v + n; } public static Integer run(Integer n) { K o = new K(); for (Integer i = 0; i < n; i++) o.add(i); return o.v; }',
    script: (n) => { const o = new Box(); for (let i = 0; i < n; i++) o.add(i); return o.v; },
  },
];

const ROUNDS = 200;
const SHORT = 100;
const COPIES = 3;
const SHAPES: readonly Shape[] = ['plain', 'debuggable'];

/** Milliseconds of a run. */
type Timed = (calls: number, n: number, expected: number) => number;

const timed = (run: (n: number) => number): Timed => (calls, n, expected) => {
  const start = performance.now();
  const result = repeat(calls, n, run);
  const elapsed = performance.now() - start;
  if (result !== expected) throw new Error(`${result} instead of ${expected}`);
  return elapsed;
};

/** Compiled by itself. */
const copyOf = (script: Kernel['script']): Timed => timed((runInThisContext(`(at, sum, Box) => ${String(script)}`) as (...uses: readonly unknown[]) => Kernel['script'])(at, sum, Box));

/** A transaction of its own each time, with limits of its own; its begin and end aren't timed. */
function inTransaction(org: TestOrg): Timed {
  const run = timed(org.executor.loader.require('K').u()['run$Integer'] as (n: number) => number);
  return (...how) => {
    let elapsed = Infinity;
    const { exception } = org.executor.runApi(org.users[0]!, () => { elapsed = run(...how); });
    if (exception) throw new Error(exception.message);
    return elapsed;
  };
}

const ratios: Record<Shape, number[]> = { plain: [], debuggable: [] };
for (const { name, apex, script, turns } of KERNELS) {
  const copies = Array.from({ length: COPIES });
  const orgs = SHAPES.map((shape) => copies.map(() => openTestOrg({ classes: [`public class K { ${apex} }`], shape })));
  for (const calls of [1, turns / SHORT]) {
    const runs = [copies.map(() => copyOf(script)), ...orgs.map((each) => each.map(inTransaction))];
    const n = turns / calls;
    const expected = script(n);
    const best = runs.map(() => Infinity);
    for (let round = 0; round < ROUNDS; round++) {
      runs.forEach((each, i) => { for (const run of each) best[i] = Math.min(best[i]!, run(calls, n, expected)); });
    }
    const cells = SHAPES.map((shape, i) => {
      const ratio = best[i + 1]! / best[0]!;
      ratios[shape].push(ratio);
      return `${shape} ${ratio.toFixed(2)}×`;
    });
    console.log(`kernel ${name}, ${calls === 1 ? 'one call' : 'short calls'}: JavaScript ${best[0]!.toFixed(2)} ms, ${cells.join(', ')}`);
  }
  for (const org of orgs.flat()) org.close();
}
const mean = (list: readonly number[]): string => Math.exp(list.reduce((total, ratio) => total + Math.log(ratio), 0) / list.length).toFixed(2);
console.log(`kernels, geometric mean: plain ${mean(ratios.plain)}× (budget 1.5), debuggable ${mean(ratios.debuggable)}× (budget 2.5), worst plain ${Math.max(...ratios.plain).toFixed(2)}× (budget 2.5)`);

const org = openTestOrg({ classes: ['public class Empty { public static Integer n = 1; }'] });
org.executor.runApi(org.users[0]!, () => {});
const started = performance.now();
for (let i = 0; i < 500; i++) org.executor.runApi(org.users[0]!, () => {});
console.log(`new transaction in a warm worker: ${((performance.now() - started) / 500).toFixed(3)} ms (budget 0.2)`);
org.close();

/** The last result: the engine leaves out work whose result nobody takes. */
function repeat(calls: number, n: number, run: (n: number) => number): number {
  let result = 0;
  for (let i = 0; i < calls; i++) result = run(n);
  return result;
}
