/**
 * Which version of each flow an org has. Metadata brings one, or several whose files end in their number; a FlowDefinition may say
 * which of them is active. Source: Metadata API Developer Guide, Flow and FlowDefinition.
 */
import type { FlowDefinition } from '../contract.ts';
import { keyOfFlow } from '../ids.ts';

export class FlowVersions {
  readonly #versions = new Map<string, FlowDefinition[]>();
  /** Number of the active version by flow; 0: none is. */
  readonly #active = new Map<string, number>();

  add(flow: FlowDefinition): void {
    const key = keyOfFlow(flow).toLowerCase();
    this.#versions.set(key, [...(this.#versions.get(key) ?? []), flow]);
  }

  /** What a FlowDefinition says. */
  activate(namespace: string | null, name: string, version: number): void {
    this.#active.set(keyOfFlow({ namespace, name }).toLowerCase(), version);
  }

  result(): FlowDefinition[] {
    return [...this.#versions].map(([key, versions]) => chosen(versions, this.#active.get(key) ?? null));
  }
}

/** The active version, or else the last. */
function chosen(versions: readonly FlowDefinition[], active: number | null): FlowDefinition {
  const last = versions.reduce((best, flow) => (flow.version >= best.version ? flow : best));
  if (active === 0) return { ...last, isActive: false };
  // Files without a number hold the active version, whatever its number is.
  const named = active === null ? undefined : (versions.find(({ version }) => version === active) ?? (versions.length === 1 ? last : undefined));
  if (named !== undefined) return { ...named, isActive: true };
  return versions.filter(({ isActive }) => isActive).at(-1) ?? last;
}
