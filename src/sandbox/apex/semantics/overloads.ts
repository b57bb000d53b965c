import { isAssignable, type Phase } from './conversions.ts';
import { isObject, sameType, substitute } from './type-tools.ts';
import type { ApexType, MethodSymbol } from './types.ts';

export interface Candidate {
  readonly method: MethodSymbol;
  /** Parameter types with the receiver's type arguments in place. */
  readonly parameters: readonly ApexType[];
}

export type Resolution =
  | { readonly kind: 'found'; readonly candidate: Candidate }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'none' };

export function candidate(method: MethodSymbol, typeArguments: ReadonlyMap<string, ApexType>): Candidate {
  return { method, parameters: method.parameters.map((parameter) => substitute(parameter.type, typeArguments)) };
}

/** Overload resolution (platform rule R4). Candidates of subclasses come first: an override hides what it overrides. */
export function resolveOverload(candidates: readonly Candidate[], args: readonly ApexType[]): Resolution {
  const sameArity = candidates.filter((c, i) => c.parameters.length === args.length && !candidates.slice(0, i).some((earlier) => sameParameters(earlier, c)));
  if (sameArity.length === 0) return { kind: 'none' };
  const exact = sameArity.filter((c) => c.parameters.every((parameter, i) => sameType(parameter, args[i]!)));
  if (exact.length) return { kind: 'found', candidate: exact[0]! };
  for (const phase of ['strict', 'loose'] as const) {
    const applicable = sameArity.filter((c) => c.parameters.every((parameter, i) => fits(args[i]!, parameter, phase)));
    if (applicable.length === 1) return { kind: 'found', candidate: applicable[0]! };
    if (applicable.length === 0) continue;
    const best = mostSpecific(applicable, args);
    if (best.kind !== 'ambiguous') return best;
    // A class's own methods implement those of its interfaces, maybe for a narrower type.
    const own = applicable.filter((c) => c.method.owner.kind !== 'interface');
    return own.length === 1 ? { kind: 'found', candidate: own[0]! } : best;
  }
  return { kind: 'none' };
}

function sameParameters(a: Candidate, b: Candidate): boolean {
  return a.parameters.length === b.parameters.length && a.parameters.every((parameter, i) => sameType(parameter, b.parameters[i]!));
}

function fits(argument: ApexType, parameter: ApexType, phase: Phase): boolean {
  if (isAssignable(argument, parameter, phase)) return true;
  // A query's list of one type fits a parameter for one record: the row is taken.
  return false;
}

function mostSpecific(applicable: readonly Candidate[], args: readonly ApexType[]): Resolution {
  const isAsSpecific = (a: Candidate, b: Candidate): boolean =>
    a.parameters.every((parameter, i) => {
      const other = b.parameters[i]!;
      if (sameType(parameter, other)) return true;
      // What an argument is already needs no conversion.
      if (sameType(args[i]!, parameter)) return true;
      if (sameType(args[i]!, other)) return false;
      if (isObject(other)) return true;
      if (isObject(parameter)) return false;
      const forward = isAssignable(parameter, other, 'strict');
      const backward = isAssignable(other, parameter, 'strict');
      if (forward !== backward) return forward;
      return distance(args[i]!, parameter) <= distance(args[i]!, other);
    });
  const best = applicable.filter((a) => applicable.every((b) => a === b || isAsSpecific(a, b)));
  if (best.length >= 1) {
    if (best.length > 1 && args.some((argument) => argument.kind === 'null')) return { kind: 'ambiguous' };
    return { kind: 'found', candidate: best[0]! };
  }
  return { kind: 'ambiguous' };
}

const RANK: Readonly<Record<string, number>> = { Integer: 0, Long: 1, Double: 2, Decimal: 3 };

/** Tie-break for conversions that go both ways: how far the argument is from the parameter. */
function distance(argument: ApexType, parameter: ApexType): number {
  if (sameType(argument, parameter)) return 0;
  if (argument.kind === 'primitive' && parameter.kind === 'primitive') return Math.abs((RANK[argument.name] ?? 9) - (RANK[parameter.name] ?? 9)) + 1;
  if (argument.kind === 'list' && parameter.kind === 'list') return 1 + distance(argument.element, parameter.element);
  if (argument.kind === 'sobject' && parameter.kind === 'sobject') return parameter.name === 'SObject' ? 2 : 1;
  return 5;
}
