/** Finds what a function breakpoint names: the places where methods, constructors, property accessors or triggers of that name begin. */
import { hierarchy } from '../apex/semantics/members.ts';
import type { Program } from '../apex/semantics/program.ts';
import type { TypeSymbol } from '../apex/semantics/types.ts';
import type { UnitDebugInfo } from './contract.ts';

export interface NamedCode {
  readonly path: string;
  /** `ns.Outer.Inner`, or the trigger's name. */
  readonly className: string;
  /** As methods' `traceName`, in any case; null: the constructors. */
  readonly method: string | null;
  readonly namespace: string | null;
}

/**
 * `name`: `Class.method`, `ns.Outer.Inner.method`, `Class` or `Trigger`, parameters in parentheses are ignored. Without a namespace it is
 * looked for in each of those given, too. A method that a class only inherits is its superclass's.
 */
export function findNamedCode(program: Program, name: string, namespaces: readonly string[]): NamedCode | null {
  const parts = name.replace(/\(.*$/s, '').trim().split('.');
  const method = parts.at(-1) ?? '';
  for (const namespace of [null, ...namespaces]) {
    const type = program.findByFullName(parts.join('.'), namespace);
    if (type) return named(type, null);
    const owner = parts.length > 1 ? program.findByFullName(parts.slice(0, -1).join('.'), namespace) : null;
    if (owner) return inherited(program, owner, method) ?? named(owner, method);
  }
  const trigger = program.triggers().find(({ trigger: each }) => [each?.name, `${each?.namespace}.${each?.name}`].some(known => known?.toLowerCase() === parts.join('.').toLowerCase()))?.trigger;
  return trigger ? { path: trigger.source.path, className: trigger.name, method: '', namespace: trigger.namespace } : null;
}

function inherited(program: Program, owner: TypeSymbol, method: string): NamedCode | null {
  const lower = method.toLowerCase();
  for (const { symbol } of hierarchy(program, { symbol: owner, arguments: new Map() })) {
    if (symbol.source && symbol.kind === 'class' && (symbol.methods.has(lower) || symbol.fields.get(lower)?.kind === 'property')) return named(symbol, method);
  }
  return null;
}

function named(type: TypeSymbol, method: string | null): NamedCode | null {
  const prefix = type.namespace ? `${type.namespace}.` : '';
  return type.source && { path: type.source.path, className: `${prefix}${type.qualifiedName}`, method, namespace: type.namespace };
}

/** Indices of the first statements of what is named, overloads and both accessors of a property alike. */
export function entriesOf(unit: UnitDebugInfo, { className, method }: NamedCode): readonly number[] {
  const lower = method?.toLowerCase();
  const names = lower === undefined ? ['<init>'] : [lower, `__sfdc_${lower}`];
  return unit.methods.flatMap(({ id, className: owner, traceName, isInitializer }) => {
    const isTrigger = method === '' && unit.methods.length === 1;
    if (!isTrigger && (isInitializer || owner.toLowerCase() !== className.toLowerCase() || !names.includes(traceName.toLowerCase()))) return [];
    const own = unit.statements.map((info, index) => ({ info, index })).filter(({ info }) => info.methodId === id);
    const first = own.toSorted((a, b) => a.info.start - b.info.start)[0];
    return first ? [first.index] : [];
  });
}
