/** Watches leases from outside: what developers were told, and what the server lists. Knows nothing of how leases are given. */
interface Holding { readonly sessionId: string; readonly developer: string; readonly org: string; readonly from: number; to: number }

export class LeaseBook {
  readonly #holdings = new Map<string, Holding>();
  readonly violations: string[] = [];
  lists = 0;
  mostAtOnce = 0;

  /** A developer was told that it has the session. It had it from then at the latest. */
  held(sessionId: string, developer: string, org: string): void {
    const at = performance.now();
    const known = this.#holdings.get(sessionId);
    if (!known) this.#holdings.set(sessionId, { sessionId, developer, org, from: at, to: at });
    else if (known.developer !== developer || known.org !== org) this.violations.push(`The session ${sessionId} of ${known.developer} in ${known.org} was given to ${developer} in ${org}.`);
  }

  /** A request in the session was answered; it was sent at that time, so the session lasted until then at least. */
  lasted(sessionId: string, sentAt: number): void {
    const known = this.#holdings.get(sessionId);
    if (known) known.to = Math.max(known.to, sentAt);
  }

  /** What the server lists at one moment: `developer`, `org` of each session. */
  listed(sessions: readonly { readonly developer: string; readonly org: string }[]): void {
    this.lists++;
    this.mostAtOnce = Math.max(this.mostAtOnce, sessions.length);
    for (const part of ['developer', 'org'] as const) {
      const names = sessions.map(each => each[part]);
      const twice = names.find((each, index) => names.indexOf(each) !== index);
      if (twice !== undefined) this.violations.push(`The server lists two sessions of ${twice}.`);
    }
  }

  get count(): number {
    return this.#holdings.size;
  }

  /** Sessions of one org, or of one developer, that were there at the same time. */
  overlaps(): string[] {
    return (['org', 'developer'] as const).flatMap(part => {
      const last = new Map<string, Holding>();
      return [...this.#holdings.values()].sort((a, b) => a.from - b.from).flatMap(each => {
        const before = last.get(each[part]);
        if (!before || before.to < each.to) last.set(each[part], each);
        return before && before.to > each.from ? [`${each[part]}: ${before.developer} and ${each.developer} had sessions at the same time, for ${Math.round(before.to - each.from)} ms.`] : [];
      });
    });
  }
}
