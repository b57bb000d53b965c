/** Exit codes: done, found failures, could not run. */
export const DONE = 0;
export const FOUND_FAILURES = 1;
export const COULD_NOT_RUN = 2;
export type ExitCode = typeof DONE | typeof FOUND_FAILURES | typeof COULD_NOT_RUN;

/** Why a command could not run, for the person who typed it. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** Said by this program or by the sandbox to whoever typed the command; anything else is a fault of ours. */
export const isExpected = (error: unknown): boolean => error instanceof CannotRun || (error instanceof Error && error.name === 'WireError');
