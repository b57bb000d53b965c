import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CompletionKind } from '../../src/protocol/debug.ts';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

const types: Readonly<Record<CompletionKind, DebugProtocol.CompletionItemType>> = {
  variable: 'variable', field: 'field', property: 'property', method: 'method', class: 'class', enum: 'enum', enumConstant: 'value', namespace: 'module', keyword: 'keyword',
};

/** While nothing is stopped there is nothing to offer: a person may type all the same. */
export async function completions(context: DebugContext, args: Arguments): Promise<DebugProtocol.CompletionsResponse['body']> {
  const text = args.text('text');
  const line = args.optionalInteger('line') ?? context.sources.toClientLine(1);
  const offset = offsetOf(text, context.sources.fromClientLine(line), context.sources.fromClientColumn(args.integer('column')));
  const frameId = args.optionalInteger('frameId');
  if (context.state !== 'stopped') return { targets: [] };
  const { completions: found } = await context.call('debug/completions', { sessionId: context.sessionId, ...(frameId === undefined ? {} : { frameId }), text, offset });
  const length = /[A-Za-z_]\w*$/.exec(text.slice(0, offset))?.[0].length ?? 0;
  const start = context.sources.toClientColumn(offset - length - text.lastIndexOf('\n', offset - 1));
  return {
    targets: found.map((each, index): DebugProtocol.CompletionItem => ({
      label: each.label, text: each.text, type: types[each.kind], sortText: String(index).padStart(4, '0'),
      ...(each.detail === null ? {} : { detail: each.detail }),
      ...(length > 0 ? { start, length } : {}),
      ...(each.cursor === null ? {} : { selectionStart: each.cursor, selectionLength: 0 }),
    })),
  };
}

/** `line` and `column`: 1-based, as the sandbox counts. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1;
  return Math.min(start + Math.max(column - 1, 0), text.length);
}
