import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexException } from '../../apex/runtime/exception.ts';
import type { AgentHost, FieldView } from '../host.ts';
import { PropertyContainer } from './computed.ts';
import type { Child, Container, Page } from './container.ts';
import { childNamed, pageOf } from './container.ts';

/** Fields with storage and their declared types; of an exception, what every exception has comes first. */
export class ObjectContainer implements Container {
  readonly indexedCount = 0;
  readonly #object: ApexValue;
  readonly #fields: readonly FieldView[];
  readonly #expression: string | null;
  readonly #host: AgentHost;

  /** `fields`: those that may be shown. */
  constructor(object: ApexValue, fields: readonly FieldView[], expression: string | null, host: AgentHost) {
    this.#host = host;
    this.#object = object;
    this.#fields = fields;
    this.#expression = expression;
  }

  get namedCount(): number {
    return this.#all().length;
  }

  children(page: Page): readonly Child[] {
    return pageOf(this.#all(), page);
  }

  child(name: string): Child | null {
    return childNamed(this.#all(), name);
  }

  targetType(name: string): string | null {
    const child = this.child(name);
    return child === null || child.isReadOnly ? null : child.type;
  }

  set(name: string, value: ApexValue): void {
    this.#fields.find(field => field.name === name)?.write?.(value);
  }

  reader(name: string): (() => ApexValue) | null {
    return readerOf(this.#fields, name);
  }

  #all(): readonly Child[] {
    const common = this.#object instanceof ApexException ? exceptionFacts(this.#object, this.#expression) : [];
    return [...common, ...fieldChildren(this.#fields, this.#expression, this.#host)];
  }
}

/** Static fields of a class, or any list of fields under a common expression. */
export class FieldsContainer implements Container {
  readonly indexedCount = 0;
  readonly #fields: readonly FieldView[];
  readonly #expression: string | null;
  readonly #host: AgentHost;

  constructor(fields: readonly FieldView[], expression: string | null, host: AgentHost) {
    this.#host = host;
    this.#fields = fields;
    this.#expression = expression;
  }

  get namedCount(): number {
    return this.#fields.length;
  }

  children(page: Page): readonly Child[] {
    return pageOf(fieldChildren(this.#fields, this.#expression, this.#host), page);
  }

  child(name: string): Child | null {
    return childNamed(fieldChildren(this.#fields, this.#expression, this.#host), name);
  }

  targetType(name: string): string | null {
    const field = this.#fields.find(candidate => candidate.name === name);
    return field?.write && !field.isFinal ? field.type : null;
  }

  set(name: string, value: ApexValue): void {
    this.#fields.find(field => field.name === name)?.write?.(value);
  }

  reader(name: string): (() => ApexValue) | null {
    return readerOf(this.#fields, name);
  }
}

/** A value that is computed would run code at every statement. */
function readerOf(fields: readonly FieldView[], name: string): (() => ApexValue) | null {
  const field = fields.find(candidate => candidate.name === name);
  return field && !field.compute ? () => field.read() : null;
}

/** A subclass may hide a field of its superclass by one of the same name: the innermost is the one a name means. */
function fieldChildren(fields: readonly FieldView[], expression: string | null, host: AgentHost): readonly Child[] {
  return fields.map((field, index): Child => {
    const isHidden = fields.some((other, at) => at > index && other.name.toLowerCase() === field.name.toLowerCase());
    const child = {
      name: field.name, type: field.type, evaluateName: expression === null || isHidden ? null : `${expression}.${field.name}`,
      isReadOnly: field.isFinal || field.write === null, kind: 'property' as const,
    };
    return field.compute ? { ...child, value: null, text: '(…)', isLazy: true, container: new PropertyContainer(child, field.compute, host) } : { ...child, value: field.read() };
  });
}

function exceptionFacts(exception: ApexException, expression: string | null): readonly Child[] {
  const named = (call: string): string | null => (expression === null ? null : `${expression}.${call}`);
  const fact = (name: string, value: ApexValue, type: string, call: string): Child => ({ name, value, type, evaluateName: named(call), isReadOnly: true, kind: 'virtual' });
  return [
    fact('message', exception.message, 'String', 'getMessage()'),
    fact('cause', exception.cause, 'Exception', 'getCause()'),
    fact('stackTrace', exception.stackTraceText, 'String', 'getStackTraceString()'),
  ];
}
