const cpu = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

export interface Work {
  /** Milliseconds in which the event loop turned to nothing else. */
  readonly waitMs: number;
  /** Of which this thread worked itself: the rest is what other programs had the processors for. */
  readonly workMs: number;
}

/** The longest time that this thread's event loop stood still while something went on, by waiting and by work. */
export async function longestWork(task: () => Promise<unknown>): Promise<Work> {
  let [waitMs, workMs, at, before] = [0, 0, performance.now(), cpu()];
  const look = (): void => {
    const [now, used] = [performance.now(), cpu()];
    [waitMs, workMs, at, before] = [Math.max(waitMs, now - at), Math.max(workMs, used - before), now, used];
  };
  const timer = setInterval(look, 1);
  try {
    await task();
    look();
  } finally {
    clearInterval(timer);
  }
  return { waitMs, workMs };
}
