import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

export async function source(context: DebugContext, args: Arguments): Promise<DebugProtocol.SourceResponse['body']> {
  const path = args.raw['source'] === undefined
    ? context.sources.pathOf(args.integer('sourceReference'), args.command)
    : context.sources.fromClient(args.object('source'));
  const { content } = await context.call('debug/source', { sessionId: context.sessionId, path });
  return { content, mimeType: 'text/x-apex' };
}
