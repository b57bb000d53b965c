/** The one clock of a hub: every time and every timer of the world comes from it, so that an hour passes in a test at once. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls once after `delayMs`; the returned function cancels. */
  schedule(delayMs: number, action: () => void): () => void;
}

/** A timer of Node's doesn't run while the machine sleeps, nor follow a clock that is set: the time is looked at again so often. */
const LOOK_AGAIN_MS = 5000;

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, action) {
    const at = Date.now() + delayMs;
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = Math.max(0, at - Date.now());
      timer = setTimeout(left > LOOK_AGAIN_MS ? arm : action, Math.min(left, LOOK_AGAIN_MS));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};
