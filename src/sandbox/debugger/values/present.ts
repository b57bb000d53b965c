/** Any value as the debugger shows it: text, type, and the container of its children if it has some. */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../../apex/runtime/map.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { runtimeTypeOf } from '../../apex/runtime/type-checks.ts';
import type { AgentHost, FieldView } from '../host.ts';
import { libraryFacts } from '../library-facts.ts';
import { ApexException } from '../../apex/runtime/exception.ts';
import { LibraryContainer } from './computed.ts';
import type { Container } from './container.ts';
import { copyText } from './copy.ts';
import { ListContainer, SetContainer } from './list.ts';
import { MapContainer } from './map.ts';
import { ObjectContainer } from './object.ts';
import { RecordContainer } from './record.ts';
import { fieldsText, simpleText, valueText } from './text.ts';

export interface Presented {
  readonly text: string;
  readonly type: string;
  readonly container: Container | null;
}

export class Presenter {
  readonly #host: AgentHost;
  readonly #visibleNamespaces: ReadonlySet<string>;

  constructor(host: AgentHost, visibleNamespaces: readonly string[]) {
    this.#host = host;
    this.#visibleNamespaces = new Set(visibleNamespaces.map(name => name.toLowerCase()));
  }

  present(value: ApexValue, declaredType: string, expression: string | null): Presented {
    const text = valueText(value, declaredType);
    if (value === null || value === undefined) return { text, type: declaredType, container: null };
    if (typeof value !== 'object') return { text, type: typeShown(value, declaredType), container: null };
    const facts = libraryFacts(value);
    const { name } = runtimeTypeOf(value);
    if (facts.length > 0) return { text, type: name, container: new LibraryContainer(facts, castTo(value, declaredType, expression), this.#host) };
    if (simpleText(value, declaredType) !== null) return { text, type: typeShown(value, declaredType), container: null };
    // The library's own iterators and the like have no name.
    if (name === 'Object') return { text: declaredType, type: declaredType, container: null };
    const container = this.#containerOf(value, castTo(value, declaredType, expression));
    return { text: `${text}${this.#preview(value)}`, type: name, container };
  }

  /** The whole of it, for the clipboard. */
  copy(value: ApexValue, declaredType: string): string {
    return copyText(value, declaredType, each => this.#fieldsOf(each));
  }

  /** D8: of managed types that aren't the debugger's own, only global members. */
  isForeign(typeName: string): boolean {
    const namespace = this.#host.namespaceOf(typeName);
    return namespace !== null && this.hides(namespace);
  }

  /** Whether a package is another partner's. */
  hides(namespace: string): boolean {
    return !this.#visibleNamespaces.has(namespace.toLowerCase());
  }

  /** What an object holds, for those who look at it alone. */
  #preview(value: ApexValue): string {
    if (value instanceof ApexException) return '';
    return fieldsText(this.#fieldsOf(value)?.filter(field => !field.compute).map(field => [field.name, field.read(), field.type] as const) ?? []);
  }

  /** Those that may be shown (D8); null for what is no object of a class. */
  #fieldsOf(value: ApexValue): readonly FieldView[] | null {
    const fields = this.#host.fieldsOf(value);
    return fields && this.isForeign(runtimeTypeOf(value).name) ? fields.filter(field => field.access === 'global') : fields;
  }

  #containerOf(value: ApexValue, expression: string | null): Container | null {
    if (value instanceof ApexList) return new ListContainer(value, expression);
    if (value instanceof ApexSet) return new SetContainer(value);
    if (value instanceof ApexMap) return new MapContainer(value, expression);
    if (value instanceof SObjectRecord) return new RecordContainer(value, expression, this.#host);
    const fields = this.#fieldsOf(value);
    if (!fields) return null;
    const container = new ObjectContainer(value, fields, expression, this.#host);
    return container.namedCount === 0 ? null : container;
  }
}

/** Where the static type knows less than the value, its members are reached through a cast. */
function castTo(value: ApexValue, declaredType: string, expression: string | null): string | null {
  if (expression === null) return null;
  const type = runtimeTypeOf(value).name;
  return type.toLowerCase() === declaredType.toLowerCase() || expression === 'this' ? expression : `((${type}) ${expression})`;
}

/** A simple value's own type says more than Object; a null has only its declared one. */
function typeShown(value: ApexValue, declaredType: string): string {
  return declaredType === 'Object' && value !== null && value !== undefined ? runtimeTypeOf(value).name : declaredType;
}
