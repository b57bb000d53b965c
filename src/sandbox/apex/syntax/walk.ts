import type { Node, SoqlBind } from './ast.ts';

/** The child nodes of any tree node, in no particular order: every property value that is a node or a list of nodes. */
export function* childrenOf(node: object): Generator<Node & { readonly kind?: string }> {
  for (const value of Object.values(node)) yield* nodesIn(value);
}

function* nodesIn(value: unknown): Generator<Node & { readonly kind?: string }> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesIn(item);
  } else if (value !== null && typeof value === 'object') {
    if (typeof (value as Node).start === 'number' && typeof (value as Node).end === 'number') yield value as Node;
    else yield* childrenOf(value);
  }
}

/** Visits a node and everything below it, parents first; stops descending where `visit` returns false. */
export function walk(node: Node, visit: (node: Node & { readonly kind?: string }) => boolean | void): void {
  if (visit(node) === false) return;
  for (const child of childrenOf(node)) walk(child, visit);
}

/** Every `:bind` of a query in the order of the text. */
export function collectBinds(tree: Node): SoqlBind[] {
  const binds: SoqlBind[] = [];
  const visit = (node: Node & { kind?: string }): void => {
    if (node.kind === 'SoqlBind') {
      binds.push(node as SoqlBind);
      return;
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(tree);
  return binds.sort((x, y) => x.start - y.start);
}

