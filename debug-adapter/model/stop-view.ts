/** What came with a thread's stop: answers a client's first questions as the sandbox would, without asking it. */
import type { DebugScope, DebugStopView, DebugVariable } from '../../src/protocol/debug.ts';
import type { ParamsOf, ResultOf } from '../../src/protocol/rpc.ts';

export class StopView {
  readonly #view: DebugStopView;
  readonly #variables: ReadonlyMap<number, readonly DebugVariable[]>;

  constructor(view: DebugStopView) {
    this.#view = view;
    this.#variables = new Map(view.variables.map(({ reference, variables }) => [reference, variables]));
  }

  /** Null, here and below: it has to be asked for. */
  stackTrace({ startFrame, levels }: Pick<ParamsOf<'debug/stackTrace'>, 'startFrame' | 'levels'>): ResultOf<'debug/stackTrace'> | null {
    const { frames, totalFrames } = this.#view;
    const end = Math.min(startFrame + levels, totalFrames);
    return end <= frames.length ? { frames: frames.slice(startFrame, end), totalFrames } : null;
  }

  scopes(frameId: number): readonly DebugScope[] | null {
    return this.#view.frames[0]?.id === frameId ? this.#view.scopes : null;
  }

  variables({ reference, start, count, filter }: Pick<ParamsOf<'debug/variables'>, 'reference' | 'start' | 'count' | 'filter'>): readonly DebugVariable[] | null {
    return filter === 'indexed' ? null : this.#variables.get(reference)?.slice(start, start + count) ?? null;
  }
}
