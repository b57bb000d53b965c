/**
 * What a promise brings; rejects with what never came, before the test's own time is over and says less. It may be awaited
 * late, or, in a test that failed before, not at all.
 */
export function within<T>(seconds: number, what: string, promise: Promise<T>): Promise<T> {
  const bounded = new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come within ${seconds} s`)), seconds * 1000);
    promise.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
  bounded.catch(() => undefined);
  return bounded;
}
