/** Every node of a bound tree, from the outside in. */

/** Properties of bound nodes that hold types and symbols, not nodes. */
const NOT_TREE = new Set(['type', 'range', 'local', 'field', 'method', 'constructor', 'query', 'operandType', 'test', 'literal', 'from', 'pattern', 'elementConversion']);

export type AnyNode = Readonly<Record<string, unknown>> & { readonly kind?: string };

export function walk(node: unknown, visit: (node: AnyNode) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  visit(node as AnyNode);
  for (const [key, value] of Object.entries(node)) if (!NOT_TREE.has(key)) walk(value, visit);
}
