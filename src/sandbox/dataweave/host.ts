/** What a running script learns from outside and tells it; whoever runs scripts gives it. */
export interface Host {
  /** Milliseconds since the epoch. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  uuid(): string;
  /** What `log` says. */
  log(text: string): void;
  /** Charges work: so many steps of a script. */
  charge(steps: number): void;
}

let host: Host | null = null;

/** The host of the script that runs. */
export function currentHost(): Host {
  if (!host) throw new Error('no script runs');
  return host;
}

/** Runs with a host; scripts may run inside scripts. */
export function withHost<T>(next: Host, run: () => T): T {
  const before = host;
  host = next;
  try {
    return run();
  } finally {
    host = before;
  }
}
