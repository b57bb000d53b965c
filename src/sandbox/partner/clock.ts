/** The one clock of a hub: every time and every timer of the world comes from it, so that an hour passes in a test at once. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls once after `delayMs`; the returned function cancels. */
  schedule(delayMs: number, action: () => void): () => void;
}

/** Beyond it, Node's timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, action) {
    const at = Date.now() + delayMs;
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = at - Date.now();
      timer = setTimeout(left > LONGEST_TIMER_MS ? arm : action, Math.min(Math.max(left, 0), LONGEST_TIMER_MS));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};
