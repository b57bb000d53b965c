/** What a load test measured. */
export class Figures {
  readonly #counts = new Map<string, number>();
  readonly #times = new Map<string, number[]>();
  readonly failures: string[] = [];

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  counted(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  /** Milliseconds. */
  took(what: string, milliseconds: number): void {
    const times = this.#times.get(what) ?? [];
    times.push(milliseconds);
    this.#times.set(what, times);
  }

  times(what: string): readonly number[] {
    return this.#times.get(what) ?? [];
  }

  fail(message: string): void {
    this.failures.push(message);
  }

  /** A line for each. */
  text(): string {
    const times = [...this.#times].map(([what, all]) => {
      const sorted = all.toSorted((a, b) => a - b);
      const at = (part: number): string => `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)} ms`;
      return `${what.padEnd(28)}${String(sorted.length).padStart(8)}   p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}`;
    });
    return [...times, ...[...this.#counts].sort(([a], [b]) => a.localeCompare(b)).map(([what, count]) => `${what.padEnd(28)}${String(count).padStart(8)}`)].join('\n');
  }
}
