/** The data breakpoints of a session: each belongs to one of its threads, and ends with it. */
import type { BreakpointStatus, DataBreakpointSpec } from '../../protocol/debug.ts';
import { parseHitCondition } from './hit-condition.ts';
import type { WantedDataBreakpoint } from './messages.ts';
import type { AgentConnection } from './thread.ts';

/** Of a thread and what its agent calls the variable. */
export const dataIdOf = (threadId: number, watchable: number): string => `${threadId}.${watchable}`;

const GONE = 'What it watched is gone: its request, or the call that it belonged to, has ended.';

export class DataBreakpoints {
  #specs: readonly DataBreakpointSpec[] = [];

  /** One status for each, in order. A thread that runs takes them at its next look, for which nobody waits. */
  async set(specs: readonly DataBreakpointSpec[], threads: readonly { readonly id: number; readonly isPaused: boolean; readonly agent: AgentConnection }[]): Promise<readonly BreakpointStatus[]> {
    this.#specs = specs;
    const armed = new Set<number>();
    for (const { id: threadId, isPaused, agent } of threads) {
      const wanted = specs.flatMap((spec): WantedDataBreakpoint[] => {
        const [thread, watchable] = spec.dataId.split('.').map(Number);
        const hitCondition = spec.hitCondition === undefined ? null : parseHitCondition(spec.hitCondition);
        return thread !== threadId || watchable === undefined || (spec.hitCondition !== undefined && !hitCondition) ? [] : [{ id: spec.id, watchable, hitCondition }];
      });
      const taken = agent.ask({ kind: 'setDataBreakpoints', breakpoints: wanted });
      for (const id of isPaused ? await taken : wanted.map(each => each.id)) armed.add(id);
      // It may end before it looks.
      taken.catch(() => undefined);
    }
    return specs.map(spec => {
      const isWrong = spec.hitCondition !== undefined && !parseHitCondition(spec.hitCondition);
      const problem = isWrong ? `The hit count "${spec.hitCondition}" must be a number, or one of >, >=, <, <=, ==, % and a number.` : GONE;
      return statusOf(spec.id, armed.has(spec.id) ? null : problem);
    });
  }

  /** A thread has ended: what is to be told of its breakpoints. */
  lost(threadId: number): readonly BreakpointStatus[] {
    return this.#specs.filter(({ dataId }) => dataId.startsWith(`${threadId}.`)).map(({ id }) => statusOf(id, GONE));
  }
}

function statusOf(id: number, problem: string | null): BreakpointStatus {
  return { id, verified: problem === null, message: problem, line: null, column: null, endLine: null, endColumn: null };
}
