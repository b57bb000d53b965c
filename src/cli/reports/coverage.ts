import type { FileCoverage, TestResult } from '../../protocol/rpc.ts';
import { element } from './xml.ts';

/** A tracefile as `genhtml` and most editors read it; where it is known what each test has run, with a section each under its name. */
export function lcovReport(files: readonly FileCoverage[], tests: readonly TestResult[] = []): string {
  const byPath = new Map(files.map(file => [file.path, file]));
  const single = tests.flatMap(({ className, methodName, coverage = [] }) => coverage.flatMap(({ path, covered }) => {
    const file = byPath.get(path);
    return file ? sections([{ ...file, covered }], `${className}.${methodName}`.replace(/\W/g, '_')) : [];
  }));
  const seen = new Set(tests.flatMap(({ coverage = [] }) => coverage.map(({ path }) => path)));
  return [...single, ...sections(files.filter(({ path }) => !seen.has(path)), '')].join('');
}

function sections(files: readonly FileCoverage[], test: string): string[] {
  return files.map(({ path, lines, covered }) => {
    const hits = new Set(covered);
    return [`TN:${test}`, `SF:${path}`, ...lines.map(line => `DA:${line},${hits.has(line) ? 1 : 0}`), `LF:${lines.length}`, `LH:${covered.length}`, 'end_of_record', ''].join('\n');
  });
}

/** Cobertura's XML, as build servers read it. `root`: paths are relative to it. */
export function coberturaReport(files: readonly FileCoverage[], root: string, now: number): string {
  const relative = (path: string): string => (path.startsWith(root) ? path.slice(root.length).replace(/^[\\/]+/, '') : path).replaceAll('\\', '/');
  const { lines: valid, covered } = total(files);
  const classes = files.map(file => {
    const hits = new Set(file.covered);
    return element('class', { name: file.name, filename: relative(file.path), 'line-rate': rate(file.covered.length, file.lines.length), 'branch-rate': '0', complexity: '0' }, [
      element('methods', {}, []), element('lines', {}, file.lines.map(line => element('line', { number: String(line), hits: hits.has(line) ? '1' : '0', branch: 'false' }, []))),
    ]);
  });
  const root_ = element('coverage', {
    'line-rate': rate(covered, valid), 'branch-rate': '0', 'lines-covered': String(covered), 'lines-valid': String(valid), 'branches-covered': '0', 'branches-valid': '0', complexity: '0', version: '1', timestamp: String(now),
  }, [element('sources', {}, [element('source', {}, [], root)]), element('packages', {}, [element('package', { name: 'apex', 'line-rate': rate(covered, valid), 'branch-rate': '0', complexity: '0' }, [element('classes', {}, classes)])])]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n${root_}\n`;
}

/** One line a file, worst last, then the sum. */
export function coverageTable(files: readonly FileCoverage[]): readonly string[] {
  const row = (name: string, hit: number, all: number): string => `${percent(hit, all).padStart(5)} %  ${String(hit).padStart(6)} of ${String(all).padStart(6)}  ${name}`;
  const sum = total(files);
  return [...files.toSorted((a, b) => b.covered.length / b.lines.length - a.covered.length / a.lines.length).map(file => row(file.name, file.covered.length, file.lines.length)), row('all', sum.covered, sum.lines)];
}

function total(files: readonly FileCoverage[]): { lines: number; covered: number } {
  return { lines: files.reduce((sum, file) => sum + file.lines.length, 0), covered: files.reduce((sum, file) => sum + file.covered.length, 0) };
}

const rate = (hit: number, all: number): string => (all === 0 ? 1 : hit / all).toFixed(4);
const percent = (hit: number, all: number): string => (all === 0 ? 100 : (100 * hit) / all).toFixed(1);
