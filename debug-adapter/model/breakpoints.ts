/** The client's breakpoints: their ids, stable while a breakpoint stays where it is, and their last known status. */
import type { BreakpointSpec, BreakpointStatus } from '../../src/protocol/debug.ts';

export interface WantedBreakpoint {
  readonly line: number;
  readonly column?: number;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

export class Breakpoints {
  #nextId = 1;
  readonly #byPath = new Map<string, Map<string, BreakpointSpec>>();
  readonly #pathOf = new Map<number, string>();
  readonly #functions = new Map<string, number>();
  readonly #data = new Map<string, number>();

  /** Replaces the breakpoints of a source. */
  set(path: string, wanted: readonly WantedBreakpoint[]): readonly BreakpointSpec[] {
    const previous = this.#byPath.get(path) ?? new Map<string, BreakpointSpec>();
    const current = new Map<string, BreakpointSpec>();
    const specs = wanted.map(breakpoint => {
      const key = `${breakpoint.line}:${breakpoint.column ?? ''}`;
      const spec: BreakpointSpec = { ...breakpoint, id: current.has(key) ? this.#nextId++ : previous.get(key)?.id ?? this.#nextId++ };
      current.set(key, spec);
      this.#pathOf.set(spec.id, path);
      return spec;
    });
    if (current.size > 0) this.#byPath.set(path, current);
    else this.#byPath.delete(path);
    return specs;
  }

  /** Of the function breakpoint on a name, for as long as the session lasts. */
  functionId(name: string): number {
    return this.#idOf(this.#functions, name);
  }

  /** Of the data breakpoint on a variable, for as long as the session lasts. */
  dataBreakpointId(dataId: string): number {
    return this.#idOf(this.#data, dataId);
  }

  #idOf(known: Map<string, number>, key: string): number {
    let id = known.get(key);
    if (id === undefined) known.set(key, id = this.#nextId++);
    return id;
  }

  isFunction(id: number): boolean {
    return [...this.#functions.values()].includes(id);
  }

  pathOf(status: BreakpointStatus): string | null {
    return this.#pathOf.get(status.id) ?? null;
  }
}
