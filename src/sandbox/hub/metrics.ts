import type { HubContext } from './context.ts';

/** What a monitor asks of a server: Prometheus' text format. */
export class Metrics {
  #requests = 0;
  #failures = 0;
  #limited = 0;
  #refused = 0;

  readonly request = (isFailure: boolean): void => {
    this.#requests++;
    if (isFailure) this.#failures++;
  };

  /** A request that came too fast. */
  readonly limited = (): void => { this.#limited++; };

  /** A connection without a valid token. */
  readonly refused = (): void => { this.#refused++; };

  text({ clients, sessions, logins, runners, maintenance }: HubContext): string {
    const rows: readonly (readonly [name: string, type: 'gauge' | 'counter', help: string, value: number])[] = [
      ['clients', 'gauge', 'Clients connected now.', clients.count],
      ['sessions', 'gauge', 'Debugging sessions that have not ended.', sessions.list().length],
      ['logins', 'gauge', 'Logins to subscriber orgs that hold.', logins.count],
      ['runners', 'gauge', 'Orgs whose Apex can run at once.', runners.count],
      ['maintenance', 'gauge', '1 during maintenance, planned or under way.', maintenance.current() ? 1 : 0],
      ['requests_total', 'counter', 'Requests answered.', this.#requests],
      ['request_failures_total', 'counter', 'Requests answered with an error.', this.#failures],
      ['requests_limited_total', 'counter', 'Requests refused for their rate.', this.#limited],
      ['connections_refused_total', 'counter', 'Connections refused for their token.', this.#refused],
    ];
    return rows.map(([name, type, help, value]) => `# HELP isv_debugger_${name} ${help}\n# TYPE isv_debugger_${name} ${type}\nisv_debugger_${name} ${value}\n`).join('');
  }
}
