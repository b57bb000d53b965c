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

/** Visits a node and everything below it, parents first; doesn't descend where `visit` returns false. */
export function walk(node: Node, visit: (node: Node & { readonly kind?: string }) => boolean | void): void {
  // Without recursion: chains of calls and operators are as deep in the tree as they are long in the text.
  const pending: (Node & { readonly kind?: string })[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (visit(next) === false) continue;
    const children = [...childrenOf(next)];
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]!);
  }
}

/** Every `:bind` of a query in the order of the text. */
export function collectBinds(tree: Node): SoqlBind[] {
  const binds: SoqlBind[] = [];
  walk(tree, (node) => {
    if (node.kind !== 'SoqlBind') return true;
    binds.push(node as SoqlBind);
    return false;
  });
  return binds.sort((x, y) => x.start - y.start);
}
