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

export class ArmedBreakpoints {
  readonly #host: AgentHost;
  readonly #tables = new Map<string, BreakpointTable>();
  readonly #byUnit = new Map<UnitDebugInfo, Map<number, ArmedBreakpoint[]>>();
  // The unit asked about last: loops stay in one.
  #lastUnit: UnitDebugInfo | null = null;
  #lastEntries: Map<number, ArmedBreakpoint[]> | undefined;

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
    for (const [statement, entries] of previous ?? []) {
      for (const entry of entries) hits.set(entry.id, entry.hits);
      this.#host.flagStatement(unit, statement, false);
    }
    const entries = new Map<number, ArmedBreakpoint[]>();
    for (const breakpoint of this.#tables.get(unit.path)?.breakpoints ?? []) {
      const armed = this.#load(breakpoint, hits.get(breakpoint.id) ?? 0);
      for (const statement of breakpoint.statements) {
        const here = entries.get(statement);
        if (here) here.push(armed);
        else entries.set(statement, [armed]);
        this.#host.flagStatement(unit, statement, true);
      }
    }
    if (entries.size > 0) this.#byUnit.set(unit, entries);
    else this.#byUnit.delete(unit);
    this.#lastUnit = null;
  }

  clear(): void {
    for (const [unit, entries] of this.#byUnit) {
      for (const statement of entries.keys()) this.#host.flagStatement(unit, statement, false);
    }
    this.#tables.clear();
    this.#byUnit.clear();
    this.#lastUnit = null;
  }

  at(unit: UnitDebugInfo, statement: number): readonly ArmedBreakpoint[] | undefined {
    if (unit !== this.#lastUnit) {
      this.#lastUnit = unit;
      this.#lastEntries = this.#byUnit.get(unit);
    }
    return this.#lastEntries?.get(statement);
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
