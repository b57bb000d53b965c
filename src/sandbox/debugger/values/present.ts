/** Any value as the debugger shows it: text, type, and the container of its children if it has some. */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../../apex/runtime/map.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { runtimeTypeOf } from '../../apex/runtime/type-checks.ts';
import type { AgentHost } from '../host.ts';
import type { Container } from './container.ts';
import { ListContainer, SetContainer } from './list.ts';
import { MapContainer } from './map.ts';
import { ObjectContainer } from './object.ts';
import { RecordContainer } from './record.ts';
import { simpleText, valueText, VALUE_LENGTH } from './text.ts';

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

  present(value: ApexValue, declaredType: string, expression: string | null, maximum = VALUE_LENGTH): Presented {
    const text = valueText(value, declaredType, maximum);
    if (value === null || value === undefined || simpleText(value, declaredType) !== null) return { text, type: typeShown(value, declaredType), container: null };
    return { text, type: runtimeTypeOf(value).name, container: this.#containerOf(value, castTo(value, declaredType, expression)) };
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

  #containerOf(value: ApexValue, expression: string | null): Container | null {
    if (value instanceof ApexList) return new ListContainer(value, expression);
    if (value instanceof ApexSet) return new SetContainer(value);
    if (value instanceof ApexMap) return new MapContainer(value, expression);
    if (value instanceof SObjectRecord) return new RecordContainer(value, expression, this.#host);
    const fields = this.#host.fieldsOf(value);
    if (!fields) return null;
    const container = new ObjectContainer(value, this.isForeign(runtimeTypeOf(value).name) ? fields.filter(field => field.access === 'global') : fields, expression);
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
