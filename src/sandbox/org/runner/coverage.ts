import type { FileCoverage, TestResult } from '../../../protocol/rpc.ts';
import type { OrgCompiler } from '../compiler.ts';
import type { UnitCoverage } from '../worker/messages.ts';

/** Adds up which lines of an org's code its tests have run. Test classes don't count, as on the platform. */
export class Coverage {
  /** By lower-case unit name. */
  readonly #covered = new Map<string, Uint8Array>();

  add(units: readonly UnitCoverage[]): void {
    for (const { unitName, covered } of units) {
      const key = unitName.toLowerCase();
      const known = this.#covered.get(key);
      if (!known) this.#covered.set(key, covered);
      else covered.forEach((isCovered, statement) => { if (isCovered) known[statement] = 1; });
    }
  }

  /** The lines of classes and triggers that some units' statements stand on. */
  linesOf(compiler: OrgCompiler, units: readonly UnitCoverage[]): NonNullable<TestResult['coverage']> {
    return units.flatMap(({ unitName, path, covered }) => {
      const unit = compiler.program.unit(path);
      const statements = unit && !unit.type?.isTest ? compiler.unit(unit.type ? unitName : `trigger:${unitName}`, 'coverage')?.debug.statements : undefined;
      return statements ? { path, name: unitName, covered: [...new Set(statements.filter(({ id }) => covered[id] === 1).map(({ line }) => line))].sort((a, b) => a - b) } : [];
    }).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Every class and trigger that compiles and has statements, by path. What never came in has been compiled for it. */
  files(compiler: OrgCompiler): readonly FileCoverage[] {
    const files: FileCoverage[] = [];
    for (const { path } of compiler.sources) {
      const unit = compiler.program.unit(path);
      const symbol = unit?.type ?? unit?.trigger;
      if (!unit || !symbol || unit.type?.isTest) continue;
      const name = symbol.namespace ? `${symbol.namespace}.${symbol.name}` : symbol.name;
      const artifact = compiler.unit(unit.type ? name : `trigger:${name}`, 'coverage');
      if (!artifact || artifact.debug.statements.length === 0) continue;
      const covered = this.#covered.get(artifact.unitName.toLowerCase());
      const lines = new Map<number, boolean>();
      for (const { id, line } of artifact.debug.statements) lines.set(line, lines.get(line) === true || covered?.[id] === 1);
      const sorted = [...lines].sort(([a], [b]) => a - b);
      files.push({ path, name, lines: sorted.map(([line]) => line), covered: sorted.filter(([, isCovered]) => isCovered).map(([line]) => line) });
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
