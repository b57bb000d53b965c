import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugStackFrame } from '../../src/protocol/debug.ts';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';

/** A client that gives no count gets this many frames; the rest is asked for page by page. */
const MAX_FRAMES = 1000;

export async function stackTrace(context: DebugContext, args: Arguments): Promise<DebugProtocol.StackTraceResponse['body']> {
  const threadId = args.integer('threadId');
  const page = { startFrame: args.count('startFrame'), levels: Math.min(args.count('levels') || MAX_FRAMES, MAX_FRAMES) };
  const known = context.threads.viewOf(threadId)?.stackTrace(page);
  const { frames, totalFrames } = known ?? await context.call('debug/stackTrace', { sessionId: context.sessionId, threadId, ...page });
  await context.locate(frames.flatMap(({ path }) => path ?? []));
  return { stackFrames: frames.map(frame => toFrame(context, frame)), totalFrames };
}

function toFrame(context: DebugContext, frame: DebugStackFrame): DebugProtocol.StackFrame {
  const { sources } = context;
  if (frame.path === null) return { id: frame.id, name: frame.name, line: 0, column: 0, presentationHint: frame.isHidden ? 'subtle' : 'label' };
  return {
    id: frame.id,
    name: frame.name,
    source: sources.toClient(frame.path),
    line: sources.toClientLine(frame.line),
    column: sources.toClientColumn(frame.column),
    ...(frame.endLine === null ? {} : { endLine: sources.toClientLine(frame.endLine) }),
    ...(frame.endColumn === null ? {} : { endColumn: sources.toClientColumn(frame.endColumn) }),
    ...(frame.isHidden ? { presentationHint: 'subtle' as const } : {}),
  };
}
