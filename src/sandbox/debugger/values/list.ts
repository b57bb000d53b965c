import type { ApexValue } from '../../apex/runtime/contract.ts';
import type { ApexList } from '../../apex/runtime/list.ts';
import type { ApexSet } from '../../apex/runtime/map.ts';
import type { Child, Container, Page } from './container.ts';

/** Elements by index, only as many as the page has. */
export class ListContainer implements Container {
  readonly namedCount = 0;
  readonly #list: ApexList;
  readonly #expression: string | null;
  readonly #type: string;

  constructor(list: ApexList, expression: string | null) {
    this.#list = list;
    this.#expression = expression;
    this.#type = list.$type.element?.name ?? 'Object';
  }

  get indexedCount(): number {
    return this.#list.size;
  }

  children(page: Page): readonly Child[] {
    if (page.filter === 'named') return [];
    return this.#list.items.slice(page.start, page.start + page.count).map((value, offset) => {
      const index = page.start + offset;
      return {
        name: `[${index}]`, value, type: this.#type, evaluateName: this.#expression === null ? null : `${this.#expression}[${index}]`,
        isReadOnly: this.#list.isReadOnly, kind: 'data' as const,
      };
    });
  }

  child(name: string): Child | null {
    const index = this.#indexOf(name);
    return index === null ? null : this.children({ start: index, count: 1, filter: null })[0] ?? null;
  }

  targetType(name: string): string | null {
    return this.#list.isReadOnly || this.#indexOf(name) === null ? null : this.#type;
  }

  set(name: string, value: ApexValue): void {
    this.#list.set(this.#indexOf(name) ?? -1, value);
  }

  reader(name: string): (() => ApexValue) | null {
    const index = this.#indexOf(name);
    return index === null ? null : () => this.#list.items[index] ?? null;
  }

  #indexOf(name: string): number | null {
    const digits = /^\[(\d{1,9})\]$/.exec(name)?.[1];
    const index = digits === undefined ? -1 : Number(digits);
    return index >= 0 && index < this.#list.size ? index : null;
  }
}

/** A set has no positions in Apex: its elements are shown by number, and can't be named or set. */
export class SetContainer implements Container {
  readonly namedCount = 0;
  readonly #set: ApexSet;

  constructor(set: ApexSet) {
    this.#set = set;
  }

  get indexedCount(): number {
    return this.#set.size;
  }

  children(page: Page): readonly Child[] {
    if (page.filter === 'named') return [];
    const children: Child[] = [];
    let index = 0;
    for (const value of this.#set.values()) {
      if (index >= page.start + page.count) break;
      if (index >= page.start) children.push({ name: String(index), value, type: this.#set.$type.element?.name ?? 'Object', evaluateName: null, isReadOnly: true, kind: 'data' });
      index++;
    }
    return children;
  }

  child(): null {
    return null;
  }

  targetType(): null {
    return null;
  }

  set(): never {
    throw new Error('An element of a set can\'t be replaced.');
  }

  reader(): null {
    return null;
  }
}
