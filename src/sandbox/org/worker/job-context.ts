import type { RunningUser } from '../../apex/runtime/contract.ts';
import type { ExecutionResult, Executor } from '../execution/executor.ts';
import { NO_OUTCOME } from './messages.ts';
import type { WorkerOutcome } from './messages.ts';

/** What a job runs with. */
export interface JobContext {
  readonly executor: Executor;
  readonly user: RunningUser;
  /** All of the org's. */
  readonly users: readonly RunningUser[];
  /** A line of System.debug. */
  say(text: string, namespace: string | null): void;
  /** A test method has run. */
  progress(message: string): void;
}

/** API version of what the platform itself asks. */
export const API_CALLER = { namespace: null, sharing: 'with', apiVersion: 64 } as const;

export function outcomeOf(result: ExecutionResult, extra: Partial<WorkerOutcome> = {}): WorkerOutcome {
  return { ...NO_OUTCOME, success: result.success, exception: result.exception, log: result.log, logSpans: result.logSpans, features: result.features, ...(result.changes ? { changes: result.changes } : {}), ...extra };
}
