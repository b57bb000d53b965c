import type { ApexValue } from './contract.ts';
import { fail } from './exception.ts';

/**
 * Finds the variables that a dynamic query names (`:ids`) in the code that runs it. Compiled code that may run one passes
 * its locals through `withBinds`; see codegen.
 */
let lookup: ((name: string) => ApexValue | undefined) | null = null;

export function withBinds<R>(names: (name: string) => ApexValue | undefined, action: () => R): R {
  const outer = lookup;
  lookup = names;
  try {
    return action();
  } finally {
    lookup = outer;
  }
}

/** The value of a bind by its path. */
export function frameBinds(path: readonly string[]): ApexValue {
  const value = lookup?.(path[0]!.toLowerCase());
  if (value === undefined || path.length !== 1) fail('System.QueryException', `Variable does not exist: ${path.join('.')}`);
  return value;
}
