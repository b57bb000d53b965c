/** The breakpoints of a worker by unit and statement, laid out for the question asked in every hot loop: is there one here? */
import type { UnitDebugInfo } from './contract.ts';
import type { AgentHost } from './host.ts';
import type { ApexValue } from '../apex/runtime/contract.ts';
import type { BoundBreakpoint, BreakpointTable, HitCondition } from './messages.ts';

/** In the frame at that place of the shadow stack. */
type Evaluation = (base: number) => ApexValue;

/** A breakpoint in this worker: its hits are counted per request. */
export interface ArmedBreakpoint {
  readonly id: number;
  readonly condition: { readonly run: Evaluation; readonly isPure: boolean } | null;
  readonly hitCondition: HitCondition | null;
  readonly logMessage: readonly (string | { readonly run: Evaluation; readonly isPure: boolean; /** of the result */ readonly type: string })[] | null;
  hits: number;
}

/** Those of one statement. */
type Entries = readonly ArmedBreakpoint[] | null;

export class ArmedBreakpoints {
  readonly #host: AgentHost;
  readonly #tables = new Map<string, BreakpointTable>();
  readonly #byUnit = new Map<UnitDebugInfo, readonly Entries[]>();
  // The unit asked about last: loops stay in one.
  #lastUnit: UnitDebugInfo | null = null;
  #lastEntries: readonly Entries[] | undefined;

  constructor(host: AgentHost) {
    this.#host = host;
  }

  /** Replaces the breakpoints of a path, in the units that are loaded and in those to come. */
  set(table: BreakpointTable): void {
    if (table.breakpoints.length > 0) this.#tables.set(table.path, table);
    else this.#tables.delete(table.path);
    for (const unit of this.#host.units()) {
      if (unit.path === table.path) this.arm(unit);
    }
  }

  arm(unit: UnitDebugInfo): void {
    const previous = this.#byUnit.get(unit);
    const hits = new Map<number, number>();
    previous?.forEach((entries, statement) => {
      if (entries === null) return;
      for (const entry of entries) hits.set(entry.id, entry.hits);
      this.#host.flagStatement(unit, statement, false);
    });
    const entries = unit.statements.map((): Entries => null);
    let isAny = false;
    for (const breakpoint of this.#tables.get(unit.path)?.breakpoints ?? []) {
      const armed = this.#load(breakpoint, hits.get(breakpoint.id) ?? 0);
      for (const statement of breakpoint.statements) {
        entries[statement] = [...entries[statement] ?? [], armed];
        isAny = true;
        this.#host.flagStatement(unit, statement, true);
      }
    }
    if (isAny) this.#byUnit.set(unit, entries);
    else this.#byUnit.delete(unit);
    this.#lastUnit = null;
  }

  clear(): void {
    for (const [unit, entries] of this.#byUnit) {
      entries.forEach((each, statement) => { if (each !== null) this.#host.flagStatement(unit, statement, false); });
    }
    this.#tables.clear();
    this.#byUnit.clear();
    this.#lastUnit = null;
  }

  at(unit: UnitDebugInfo, statement: number): Entries | undefined {
    if (unit !== this.#lastUnit) {
      this.#lastUnit = unit;
      this.#lastEntries = this.#byUnit.get(unit);
    }
    return this.#lastEntries?.[statement];
  }

  #load(breakpoint: BoundBreakpoint, hits: number): ArmedBreakpoint {
    const load = (artefact: NonNullable<BoundBreakpoint['condition']>): { run: Evaluation; isPure: boolean; type: string } =>
      ({ run: this.#host.load(artefact), isPure: artefact.isPure, type: artefact.resultType ?? 'Object' });
    return {
      id: breakpoint.id,
      condition: breakpoint.condition && load(breakpoint.condition),
      hitCondition: breakpoint.hitCondition,
      logMessage: breakpoint.logMessage?.map(part => (typeof part === 'string' ? part : load(part))) ?? null,
      hits,
    };
  }
}

/** Whether the hit with this number counts. */
export function meetsHitCondition(condition: HitCondition, hits: number): boolean {
  switch (condition.operator) {
    case '==': return hits === condition.count;
    case '>': return hits > condition.count;
    case '>=': return hits >= condition.count;
    case '<': return hits < condition.count;
    case '<=': return hits <= condition.count;
    case '%': return hits % condition.count === 0;
  }
}
