/**
 * Data breakpoints of one request: values that are looked at before each statement, so that the thread stops behind the statement that
 * changed one. Looking runs no Apex. What they cost is paid only while there are some: every statement is flagged then.
 */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { ApexList } from '../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../apex/runtime/map.ts';
import { SObjectRecord } from '../apex/runtime/sobject.ts';
import { meetsHitCondition } from './breakpoint-table.ts';
import type { WantedDataBreakpoint } from './messages.ts';
import { COPY_LENGTH, simpleText, valueText } from './values/text.ts';

/** Something that may be watched; undefined once it is gone for good. */
export interface Watchable {
  readonly name: string;
  /** Declared type, as Apex prints it. */
  readonly type: string;
  readonly read: () => ApexValue | undefined;
}

interface Armed extends WantedDataBreakpoint {
  readonly watched: Watchable;
  hits: number;
  state: unknown;
  text: string;
}

export interface DataChanges {
  readonly ids: readonly number[];
  /** `total: 3 → 6`. */
  readonly texts: readonly string[];
  /** Names of what can't be watched any longer. */
  readonly gone: readonly string[];
}

const TEXT_LENGTH = 100;

export class DataWatches {
  readonly #offered: Watchable[] = [];
  #armed: Armed[] = [];

  get isAny(): boolean {
    return this.#armed.length > 0;
  }

  /** Its number. */
  offer(watchable: Watchable): number {
    return this.#offered.push(watchable) - 1;
  }

  /** Replaces those there are; the ids of those that can be watched. */
  set(wanted: readonly WantedDataBreakpoint[]): readonly number[] {
    const previous = new Map(this.#armed.map(each => [each.watchable, each.hits]));
    this.#armed = wanted.flatMap((each): Armed[] => {
      const watched = this.#offered[each.watchable];
      const value = watched?.read();
      return watched && value !== undefined ? [{ ...each, watched, hits: previous.get(each.watchable) ?? 0, ...seen(watched, value) }] : [];
    });
    return this.#armed.map(({ id }) => id);
  }

  clear(): void {
    this.#armed = [];
    this.#offered.length = 0;
  }

  /** What a person has changed meanwhile doesn't count. */
  refresh(): void {
    for (const each of this.#armed) {
      const value = each.watched.read();
      if (value !== undefined) Object.assign(each, seen(each.watched, value));
    }
  }

  /** Since the last look. Null: nothing worth telling. */
  changes(): DataChanges | null {
    let found: { ids: number[]; texts: string[]; gone: string[] } | null = null;
    for (const each of this.#armed) {
      const value = each.watched.read();
      if (value === undefined) {
        (found ??= { ids: [], texts: [], gone: [] }).gone.push(each.watched.name);
      } else if (stateOf(value) !== each.state) {
        const before = each.text;
        Object.assign(each, seen(each.watched, value));
        each.hits++;
        if (each.hitCondition && !meetsHitCondition(each.hitCondition, each.hits)) continue;
        found ??= { ids: [], texts: [], gone: [] };
        found.ids.push(each.id);
        found.texts.push(`${each.watched.name}: ${before} → ${each.text}`);
      }
    }
    if (found && found.gone.length > 0) this.#armed = this.#armed.filter(({ watched }) => watched.read() !== undefined);
    return found;
  }
}

function seen({ type }: Watchable, value: ApexValue): Pick<Armed, 'state' | 'text'> {
  return { state: stateOf(value), text: valueText(value, type, TEXT_LENGTH) };
}

/**
 * Equal as long as nothing has changed: a value by what it says, a collection by its structure (elements are watched by themselves), a
 * record by its fields, an object only by being another.
 */
function stateOf(value: ApexValue): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ApexList || value instanceof ApexMap || value instanceof ApexSet) return `${identityOf(value)} ${value.changes}`;
  if (value instanceof SObjectRecord) return `${identityOf(value)} ${[...value.fields].map(([name, field]) => `${name}=${String(simpleText(field, 'Object', COPY_LENGTH))}`).join()}`;
  return simpleText(value, 'Object', COPY_LENGTH) ?? value;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function identityOf(value: object): number {
  let identity = identities.get(value);
  if (identity === undefined) identities.set(value, identity = ++lastIdentity);
  return identity;
}
