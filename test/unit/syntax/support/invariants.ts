import assert from 'node:assert/strict';
import type { Node, SyntaxError } from '../../../../src/sandbox/apex/syntax/ast.ts';
import { childrenOf, walk } from '../../../../src/sandbox/apex/syntax/walk.ts';

/** What holds of every tree, that of wrong text too: all positions lie in the text, and errors are in its order. */
export function checkPositions(text: string, roots: readonly Node[], errors: readonly SyntaxError[]): void {
  for (const root of roots) {
    walk(root, (node) => { assert.ok(node.start >= 0 && node.start <= node.end && node.end <= text.length, `${node.kind} at ${node.start}–${node.end} of ${text.length}`); });
  }
  errors.forEach((error, i) => {
    assert.ok(error.start >= 0 && error.start <= error.end && error.end <= text.length, `${error.message} at ${error.start}–${error.end} of ${text.length}`);
    if (i > 0) assert.ok(errors[i - 1]!.start <= error.start, `errors out of order at ${error.start}`);
    assert.ok(error.message.length > 0);
  });
}

/** What holds of the tree of correct text besides: children lie inside their parents, don't overlap, and start and end at tokens. */
export function checkNesting(text: string, roots: readonly Node[]): void {
  for (const root of roots) {
    walk(root, (node) => {
      const place = `${node.kind} at ${node.start}: ${text.slice(node.start, node.end).slice(0, 60)}`;
      if (node.end > node.start) assert.ok(!/^\s|\s$/.test(text.slice(node.start, node.end)), `surrounding space in ${place}`);
      let last: Node | null = null;
      for (const child of [...childrenOf(node)].sort((a, b) => a.start - b.start || a.end - b.end)) {
        assert.ok(child.start >= node.start && child.end <= node.end, `${child.kind} at ${child.start}–${child.end} outside ${place}`);
        if (last) assert.ok(last.end <= child.start, `${last.start}–${last.end} overlaps ${child.kind} at ${child.start} in ${place}`);
        last = child;
      }
    });
  }
}
