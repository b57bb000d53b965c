import type { ApexValue } from '../../apex/runtime/contract.ts';
import type { ApexMap } from '../../apex/runtime/map.ts';
import { ApexEnum } from '../../apex/runtime/object.ts';
import type { Child, Container, Page } from './container.ts';
import { quoted, valueText } from './text.ts';

interface Entry { readonly name: string; readonly key: ApexValue; readonly value: ApexValue; readonly index: number }

/** Entries named after their keys. Two keys may read alike: a number is put behind, so that names stay unique. */
export class MapContainer implements Container {
  readonly namedCount = 0;
  readonly #map: ApexMap;
  readonly #expression: string | null;
  readonly #keyType: string;
  readonly #valueType: string;

  constructor(map: ApexMap, expression: string | null) {
    this.#map = map;
    this.#expression = expression;
    this.#keyType = map.$type.key?.name ?? 'Object';
    this.#valueType = map.$type.value?.name ?? 'Object';
  }

  get indexedCount(): number {
    return this.#map.size;
  }

  children(page: Page): readonly Child[] {
    if (page.filter === 'named') return [];
    const children: Child[] = [];
    for (const entry of this.#named()) {
      if (entry.index >= page.start + page.count) break;
      if (entry.index >= page.start) children.push(this.#toChild(entry));
    }
    return children;
  }

  child(name: string): Child | null {
    const entry = this.#find(name);
    return entry && this.#toChild(entry);
  }

  targetType(name: string): string | null {
    return this.#map.isReadOnly || this.#find(name) === null ? null : this.#valueType;
  }

  set(name: string, value: ApexValue): void {
    const entry = this.#find(name);
    if (!entry) throw new Error(`The map has no key ${name}.`);
    this.#map.put(entry.key, value);
  }

  reader(name: string): (() => ApexValue) | null {
    const entry = this.#find(name);
    return entry && (() => this.#map.get(entry.key) ?? null);
  }

  #toChild({ name, key, value }: Entry): Child {
    const literal = keyLiteral(key);
    return {
      name, value, type: this.#valueType, evaluateName: this.#expression === null || literal === null ? null : `${this.#expression}.get(${literal})`,
      isReadOnly: this.#map.isReadOnly, kind: 'data',
    };
  }

  #find(name: string): Entry | null {
    for (const entry of this.#named()) if (entry.name === name) return entry;
    return null;
  }

  *#named(): Generator<Entry> {
    const seen = new Map<string, number>();
    let index = 0;
    for (const [key, value] of this.#map.entries()) {
      const text = `[${valueText(key, this.#keyType, 200)}]`;
      const count = (seen.get(text) ?? 0) + 1;
      seen.set(text, count);
      yield { name: count === 1 ? text : `${text} #${count}`, key, value, index: index++ };
    }
  }
}

/** The key as Apex writes it; null for keys without a literal. */
function keyLiteral(key: ApexValue): string | null {
  switch (typeof key) {
    case 'string': return quoted(key);
    case 'number': return String(key);
    case 'bigint': return `${key}L`;
    case 'boolean': return String(key);
  }
  if (key === null) return 'null';
  return key instanceof ApexEnum ? `${key.$type.name}.${key.name}` : null;
}
