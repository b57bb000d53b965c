/** Which exceptions stop, and whether something on the stack will catch one. */
import type { ExceptionFilter } from '../../protocol/debug.ts';
import { isCatchable } from '../apex/runtime/exception.ts';
import type { ApexException } from '../apex/runtime/exception.ts';
import { supertypesOf } from '../apex/runtime/runtime-types.ts';
import type { Frame } from './contract.ts';

/** The exception's type and its supertypes, lower-case. */
type TypeNames = ReadonlySet<string>;

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
  stopsAt(frame: Frame, exception: ApexException): { readonly breakMode: 'always' | 'unhandled' } | null {
    if (this.#all) return { breakMode: 'always' };
    const names = supertypesOf(exception.$type.name);
    if (this.#types.some(name => isNamed(names, name))) return { breakMode: 'always' };
    if (this.#uncaught && !isCaught(frame, exception)) return { breakMode: 'unhandled' };
    return null;
  }
}

/** Looks up the stack for a `catch` around the statement being run. */
export function isCaught(throwingFrame: Frame, exception: ApexException): boolean {
  if (!isCatchable(exception)) return false;
  const names: TypeNames = supertypesOf(exception.$type.name);
  for (let frame: Frame | null = throwingFrame; frame; frame = frame.parent) {
    const { catches } = frame.unit;
    if (!catches) return true;
    const at = frame.unit.statements[frame.statement]?.start ?? -1;
    if (catches.some(handler => handler.start <= at && at < handler.end && isNamed(names, handler.typeName))) return true;
    // What leaves a trigger fails it; the code that ran the DML can only catch the DmlException made of that.
    if (isTriggerFrame(frame)) return false;
  }
  return false;
}

export function isTriggerFrame(frame: Frame): boolean {
  return frame.unit.path.toLowerCase().endsWith('.trigger') && frame.method.className === frame.unit.unitName;
}

/** Names are compared without case; a namespace may be left out. */
function isNamed(names: TypeNames, name: string): boolean {
  const wanted = name.toLowerCase();
  if (wanted === 'exception' || wanted === 'system.exception' || names.has(wanted)) return true;
  return [...names].some(known => known.endsWith(`.${wanted}`));
}
