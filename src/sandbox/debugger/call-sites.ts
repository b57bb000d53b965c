/** The calls of a statement that can be stepped into: user methods, constructors and property accessors, in the order in which they are made. */
import type { BoundUnit } from '../apex/semantics/bound.ts';
import type { LineMap } from '../apex/syntax/line-map.ts';
import type { FieldSymbol, MethodSymbol } from '../apex/semantics/types.ts';
import type { StatementInfo } from './contract.ts';
import type { StepTarget } from './messages.ts';

export interface CallSite extends StepTarget {
  /** Its text. */
  readonly label: string;
  /** Of the package that is called. */
  readonly namespace: string | null;
  /** Offsets into the source. */
  readonly start: number;
  readonly end: number;
}

interface Node { readonly kind: string; readonly range: { readonly start: number; readonly end: number } | null }

const LABEL_LENGTH = 80;
/** What a node refers to and doesn't consist of. */
const REFERENCES = new Set(['type', 'method', 'field', 'constructor', 'local', 'locals', 'symbol', 'literal', 'query', 'operandType', 'elementConversion', 'test', 'pattern', 'range', 'source']);

/** `statements`: those of the unit; a call belongs to the innermost one around it. */
export function callSites(unit: BoundUnit, lines: LineMap, statements: readonly StatementInfo[], statement: StatementInfo): readonly CallSite[] {
  const { text } = unit.source;
  const extents = statements.map(info => ({ info, end: lines.offset(info.endLine, info.endColumn) }));
  const sites: CallSite[] = [];
  const counts = new Map<string, number>();
  const bodies = [unit.trigger?.body, unit.anonymous?.body, ...unit.types.flatMap(type => [type.staticInitializer, type.instanceInitializer, ...type.methods.map(method => method.body)])];
  for (const { node, traceName, namespace } of callsIn(bodies)) {
    const { start, end } = node.range ?? { start: -1, end: -1 };
    const around = extents.filter(({ info, end: last }) => info.start <= start && start < last).sort((a, b) => a.end - a.info.start - (b.end - b.info.start))[0];
    if (around?.info.start !== statement.start || around.info.methodId !== statement.methodId) continue;
    const occurrence = (counts.get(traceName) ?? 0) + 1;
    counts.set(traceName, occurrence);
    const label = text.slice(start, end).replaceAll(/\s+/g, ' ');
    sites.push({ traceName, occurrence, namespace, start, end, label: label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH)}…` : label });
  }
  return sites;
}

/** Arguments before the call that takes them. */
function* callsIn(value: unknown): Generator<{ readonly node: Node; readonly traceName: string; readonly namespace: string | null }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) if (!REFERENCES.has(key) || isPart(value, key)) yield* callsIn(part);
  const node = value as Node & { readonly method?: MethodSymbol; readonly constructor?: MethodSymbol; readonly field?: FieldSymbol };
  if (node.kind === 'call' && node.method) yield { node, traceName: node.method.name, namespace: node.method.owner.namespace };
  else if (node.kind === 'new' && typeof node.constructor === 'object') yield { node, traceName: '<init>', namespace: (node.constructor as MethodSymbol).owner.namespace };
  else if ((node.kind === 'getter' || node.kind === 'setter') && node.field) yield { node, traceName: `__sfdc_${node.field.name}`, namespace: node.field.owner.namespace };
}

/** A loop's and a collection's `source` is an expression. */
function isPart(value: object, key: string): boolean {
  return key === 'source' && 'kind' in value;
}
