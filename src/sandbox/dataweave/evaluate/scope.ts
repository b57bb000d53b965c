import type { Declaration, TypeExpression } from '../syntax/ast.ts';
import type { FunctionValue, NamespaceValue, Value } from '../values/values.ts';

/** A value, or what makes it the first time it is asked for. */
type Binding = { value: Value } | { make: () => Value };

/** Names and what they stand for, inside another scope. */
export class Scope {
  private readonly outer: Scope | null;
  private readonly bindings = new Map<string, Binding>();
  private readonly types = new Map<string, Declaration & { kind: 'type' }>();
  private readonly namespaces = new Map<string, NamespaceValue>();
  /** Modules by the names under which they are imported. */
  private readonly modules = new Map<string, ReadonlyMap<string, FunctionValue | Value>>();

  constructor(outer: Scope | null) {
    this.outer = outer;
  }

  bind(name: string, value: Value): this {
    this.bindings.set(name, { value });
    return this;
  }

  bindLazily(name: string, make: () => Value): void {
    this.bindings.set(name, { make });
  }

  /** Undefined: nothing is called so. */
  find(name: string): Value | undefined {
    const binding = this.bindings.get(name);
    if (!binding) return this.outer?.find(name);
    if ('value' in binding) return binding.value;
    const value = binding.make();
    this.bindings.set(name, { value });
    return value;
  }

  /** Only in this scope, not around it. */
  findHere(name: string): Value | undefined {
    const binding = this.bindings.get(name);
    return binding && 'value' in binding ? binding.value : undefined;
  }

  declareType(declaration: Declaration & { kind: 'type' }): void {
    this.types.set(declaration.name, declaration);
  }

  findType(name: string, args: readonly TypeExpression[]): TypeExpression | null {
    const found = this.types.get(name);
    if (!found) return this.outer?.findType(name, args) ?? null;
    return args.length === 0 ? found.type : substitute(found.type, new Map(found.parameters.map((parameter, index) => [parameter, args[index] ?? ANY])));
  }

  declareNamespace(prefix: string, namespace: NamespaceValue): void {
    this.namespaces.set(prefix, namespace);
  }

  findNamespace(prefix: string): NamespaceValue | undefined {
    return this.namespaces.get(prefix) ?? this.outer?.findNamespace(prefix);
  }

  importModule(alias: string, members: ReadonlyMap<string, Value>): void {
    this.modules.set(alias, members);
  }

  findModule(alias: string): ReadonlyMap<string, Value> | undefined {
    return this.modules.get(alias) ?? this.outer?.findModule(alias);
  }
}

const ANY: TypeExpression = { kind: 'name', name: 'Any', args: [], metadata: null };

/** A generic type with its parameters filled in. */
function substitute(type: TypeExpression, given: ReadonlyMap<string, TypeExpression>): TypeExpression {
  switch (type.kind) {
    case 'name': return given.get(type.name) ?? { ...type, args: type.args.map((arg) => substitute(arg, given)) };
    case 'union': case 'intersection': return { ...type, members: type.members.map((member) => substitute(member, given)) };
    case 'objectType': return { ...type, fields: type.fields.map((field) => ({ ...field, type: substitute(field.type, given) })) };
    case 'function': return { ...type, parameters: type.parameters.map((parameter) => substitute(parameter, given)), result: substitute(type.result, given) };
    case 'literal': return type;
  }
}
