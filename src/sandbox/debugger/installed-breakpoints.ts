import type { BoundBreakpoint, BreakpointTable } from './messages.ts';

/**
 * A session's breakpoints by installed file. A client may show one file twice, in the workspace and as managed code, and sets
 * the breakpoints of each by itself: both hold.
 */
export class InstalledBreakpoints {
  readonly #byPath = new Map<string, Map<string, readonly BoundBreakpoint[]>>();

  /** Takes the place of what was set through the same file of the client. What the installed file has then. */
  set(path: string, clientPath: string, breakpoints: readonly BoundBreakpoint[]): BreakpointTable {
    const bySource = this.#byPath.get(path) ?? new Map<string, readonly BoundBreakpoint[]>();
    if (breakpoints.length > 0) bySource.set(clientPath, breakpoints);
    else bySource.delete(clientPath);
    if (bySource.size > 0) this.#byPath.set(path, bySource);
    else this.#byPath.delete(path);
    return { path, breakpoints: [...bySource.values()].flat() };
  }

  /** Installed files that have some which were set through a file of the client. */
  pathsOf(clientPath: string): readonly string[] {
    return [...this.#byPath].flatMap(([path, bySource]) => (bySource.has(clientPath) ? [path] : []));
  }

  tables(): readonly BreakpointTable[] {
    return [...this.#byPath].map(([path, bySource]) => ({ path, breakpoints: [...bySource.values()].flat() }));
  }

  clear(): void {
    this.#byPath.clear();
  }
}
