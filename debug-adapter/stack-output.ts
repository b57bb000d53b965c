/** Exceptions in the console, each line of their stack with the place that it leads to. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { readFrame } from '../src/protocol/stack-text.ts';
import type { TraceFrame } from '../src/protocol/stack-text.ts';
import type { DebugContext } from './context.ts';

/** Deeper frames are printed without their places. */
const MAX_PLACES = 50;

/** `anonymousPath`: of the anonymous Apex that ran; null: none. */
export async function printStack(context: DebugContext, head: string, stackTrace: string, anonymousPath: string | null): Promise<void> {
  const lines = stackTrace.split('\n').filter(line => line.trim() !== '');
  const places = await Promise.all(lines.map(async (line, index): Promise<Place | null> => {
    const frame = index < MAX_PLACES ? readFrame(line) : null;
    return frame && placeOf(context, frame, anonymousPath);
  }));
  await context.locate(places.flatMap(place => place?.path ?? []));
  context.output('stderr', head, shown(context, places[0] ?? null));
  lines.forEach((line, index) => context.output('stderr', `    ${line.trim()}`, shown(context, places[index] ?? null)));
}

interface Place { readonly path: string; readonly line: number }

async function placeOf(context: DebugContext, { kind, unit, line }: TraceFrame, anonymousPath: string | null): Promise<Place | null> {
  if (kind === 'anonymous') return anonymousPath === null ? null : { path: anonymousPath, line };
  try {
    const { place } = await context.call('code/locate', { loginId: context.login?.id ?? '', unit, kind, line, of: 'installed' });
    return place && { path: place.file.path, line };
  } catch {
    // The line is worth as much without its place: the login may have ended, or the code be hidden from it.
    return null;
  }
}

function shown({ sources }: DebugContext, place: Place | null): { source: DebugProtocol.Source; line: number } | undefined {
  return place === null ? undefined : { source: sources.toClient(place.path), line: place.line };
}
