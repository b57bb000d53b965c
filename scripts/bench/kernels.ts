/** Small programs timed beside the same work in JavaScript that wraps integers and checks bounds too. */
import { openTestOrg } from '../../test/support/apex.ts';

interface Kernel { readonly name: string; readonly apex: string; readonly script: () => unknown }

const at = (list: readonly number[], index: number): number => {
  if (index < 0 || index >= list.length) throw new RangeError(String(index));
  return list[index]!;
};

const sum = (a: number, b: number): number => (a + b) | 0;
class Box { v = 0; add(n: number): void { this.v = (this.v + n) | 0; } }

const KERNELS: readonly Kernel[] = [
  {
    name: 'integer loop', apex: 'public static Integer run() { Integer s = 0; for (Integer i = 0; i < 3000000; i++) { s = s + i * 3; if (s > 1000000) s = s - 999999; } return s; }',
    script: () => { let s = 0; for (let i = 0; i < 3_000_000; i = (i + 1) | 0) { s = (s + Math.imul(i, 3)) | 0; if (s > 1_000_000) s = (s - 999_999) | 0; } return s; },
  },
  {
    name: 'calls', apex: 'static Integer f(Integer a, Integer b) { return a + b; } public static Integer run() { Integer s = 0; for (Integer i = 0; i < 2000000; i++) { s = f(s, i); } return s; }',
    script: () => { let s = 0; for (let i = 0; i < 2_000_000; i = (i + 1) | 0) s = sum(s, i); return s; },
  },
  {
    name: 'list', apex: 'public static Integer run() { List<Integer> l = new List<Integer>(); for (Integer i = 0; i < 200000; i++) l.add(i); Integer s = 0; for (Integer k = 0; k < 5; k++) { for (Integer i = 0; i < l.size(); i++) s += l[i]; } return s; }',
    script: () => { const l: number[] = []; for (let i = 0; i < 200_000; i++) l.push(i); let s = 0; for (let k = 0; k < 5; k++) for (let i = 0; i < l.length; i++) s = (s + at(l, i)) | 0; return s; },
  },
  {
    name: 'map', apex: 'public static Integer run() { Map<Integer, Integer> m = new Map<Integer, Integer>(); for (Integer i = 0; i < 100000; i++) m.put(i, i); Integer s = 0; for (Integer i = 0; i < 100000; i++) s += m.get(i); return s; }',
    script: () => { const m = new Map<number, number>(); for (let i = 0; i < 100_000; i++) m.set(i, i); let s = 0; for (let i = 0; i < 100_000; i++) s = (s + m.get(i)!) | 0; return s; },
  },
  {
    name: 'fields', apex: 'Integer v = 0; void add(Integer n) { v = v + n; } public static Integer run() { K o = new K(); for (Integer i = 0; i < 2000000; i++) o.add(i); return o.v; }',
    script: () => { const o = new Box(); for (let i = 0; i < 2_000_000; i++) o.add(i); return o.v; },
  },
];

const RUNS = 40;
/** Where results go: the engine leaves out work whose result nobody takes. */
const results: unknown[] = [];
const best = (run: () => unknown): number => {
  let minimum = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now();
    results[i % 8] = run();
    minimum = Math.min(minimum, performance.now() - started);
  }
  return minimum;
};

const ratios: Record<'plain' | 'debuggable', number[]> = { plain: [], debuggable: [] };
for (const { name, apex, script } of KERNELS) {
  const base = best(script);
  const cells: string[] = [];
  for (const shape of ['plain', 'debuggable'] as const) {
    const org = openTestOrg({ classes: [`public class K { ${apex} }`], shape });
    // Each run is a transaction of its own, with limits of its own; that costs some microseconds.
    const loaded = org.executor.loader.require('K');
    const time = best(() => {
      const { exception } = org.executor.runApi(org.users[0]!, () => { loaded.u()['run$']!(); });
      if (exception) throw new Error(`${name}: ${exception.message}`);
    });
    org.close();
    ratios[shape].push(time / base);
    cells.push(`${shape} ${(time / base).toFixed(2)}×`);
  }
  console.log(`kernel ${name.padEnd(14)} JavaScript ${base.toFixed(1)} ms, ${cells.join(', ')}`);
}
const mean = (list: readonly number[]): string => Math.exp(list.reduce((sum, ratio) => sum + Math.log(ratio), 0) / list.length).toFixed(2);
console.log(`kernels, geometric mean: plain ${mean(ratios.plain)}× (budget 1.5), debuggable ${mean(ratios.debuggable)}× (budget 2.5), worst plain ${Math.max(...ratios.plain).toFixed(2)}× (budget 2.5)`);

const org = openTestOrg({ classes: ['public class Empty { public static Integer n = 1; }'] });
org.executor.runApi(org.users[0]!, () => {});
const started = performance.now();
for (let i = 0; i < 500; i++) org.executor.runApi(org.users[0]!, () => {});
console.log(`new transaction in a warm worker: ${((performance.now() - started) / 500).toFixed(3)} ms (budget 0.2)`);
org.close();
