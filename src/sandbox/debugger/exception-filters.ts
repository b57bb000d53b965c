/** Which exceptions stop, and whether something on the stack will catch one. */
import type { ExceptionFilter } from '../../protocol/debug.ts';
import type { Frame } from './contract.ts';

/** Exceptions no Apex code can catch. */
const uncatchable = new Set(['System.LimitException', 'System.AssertException']);

export interface ThrownType {
  /** The exception's type and its supertypes, innermost first, as Apex prints them. */
  readonly typeNames: readonly string[];
}

export class ExceptionFilters {
  #all = false;
  #uncaught = false;
  #types: readonly string[] = [];

  get isAny(): boolean {
    return this.#all || this.#uncaught || this.#types.length > 0;
  }

  set(filters: readonly ExceptionFilter[]): void {
    this.#all = filters.some(filter => filter.filter === 'all');
    this.#uncaught = filters.some(filter => filter.filter === 'uncaught');
    this.#types = filters
      .filter(filter => filter.filter === 'type')
      .flatMap(filter => (filter.condition ?? '').split(',').map(name => name.trim()).filter(name => name !== ''));
  }

  /** `frame` is where it is thrown. */
  stopsAt(frame: Frame, thrown: ThrownType): { readonly breakMode: 'always' | 'unhandled' } | null {
    if (this.#all) return { breakMode: 'always' };
    if (this.#types.some(name => isNamed(thrown, name))) return { breakMode: 'always' };
    if (this.#uncaught && !isCaught(frame, thrown)) return { breakMode: 'unhandled' };
    return null;
  }
}

/** Looks up the stack for a `catch` around the statement being run. */
export function isCaught(throwingFrame: Frame, thrown: ThrownType): boolean {
  if (thrown.typeNames.some(name => uncatchable.has(name))) return false;
  let current = thrown;
  for (let frame: Frame | null = throwingFrame; frame; frame = frame.parent) {
    const { catches } = frame.unit;
    if (!catches) return true;
    const at = frame.unit.statements[frame.statement]?.start ?? -1;
    const { id } = frame.method;
    if (catches.some(handler => handler.methodId === id && handler.start <= at && at < handler.end && isNamed(current, handler.typeName))) return true;
    // What leaves a trigger reaches the code that ran the DML as a DmlException.
    if (isTriggerFrame(frame)) current = { typeNames: ['System.DmlException', 'System.Exception'] };
  }
  return false;
}

export function isTriggerFrame(frame: Frame): boolean {
  return frame.unit.path.toLowerCase().endsWith('.trigger') && frame.method.className === frame.unit.unitName;
}

/** Names are compared without case; the namespace may be left out. */
function isNamed(thrown: ThrownType, name: string): boolean {
  const wanted = name.toLowerCase();
  if (wanted === 'exception') return true;
  return thrown.typeNames.some(typeName => {
    const known = typeName.toLowerCase();
    return known === wanted || known.endsWith(`.${wanted}`);
  });
}
