/**
 * Types and symbols of a compiled Apex program: user classes and the standard library alike.
 *
 * Names are case-insensitive in Apex: every map here is keyed by the lower-case name, every `name` is as declared.
 */
import type { Node, TriggerEvent } from '../syntax/ast.ts';

export type PrimitiveName =
  | 'Boolean' | 'Integer' | 'Long' | 'Double' | 'Decimal' | 'String' | 'Id' | 'Date' | 'Datetime' | 'Time' | 'Blob'
  | 'Object';

export type ApexType =
  | { readonly kind: 'void' }
  /** The type of the literal `null`. */
  | { readonly kind: 'null' }
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  /** `SObject` itself, or a concrete object by its full API name (`Account`, `ns__Thing__c`). */
  | { readonly kind: 'sobject'; readonly name: string }
  | { readonly kind: 'list'; readonly element: ApexType }
  | { readonly kind: 'set'; readonly element: ApexType }
  | { readonly kind: 'map'; readonly key: ApexType; readonly value: ApexType }
  /** A class, interface or enum; `typeArguments` only for generic library types (`Iterator<T>`, `Database.Batchable<T>`). */
  | { readonly kind: 'class'; readonly symbol: TypeSymbol; readonly typeArguments: readonly ApexType[] }
  /** A type parameter of a library type, before substitution: `T`, `K`, `V`. */
  | { readonly kind: 'parameter'; readonly name: string }
  /** What a name that doesn't resolve gets, so that one error is reported once. */
  | { readonly kind: 'error' };

export type Access = 'private' | 'protected' | 'public' | 'global';
export type Sharing = 'with' | 'without' | 'inherited' | null;

export interface AnnotationInfo {
  /** Lower case: `istest`, `auraenabled`, `testvisible`. */
  readonly name: string;
  /** Lower-case parameter name → constant value. */
  readonly parameters: ReadonlyMap<string, string | number | boolean>;
}

export interface TypeSymbol {
  readonly kind: 'class' | 'interface' | 'enum';
  /** Simple name as declared. */
  readonly name: string;
  /** `Outer.Inner`, no namespace of a package; library: `System.String`, `Database.SaveResult`. */
  readonly qualifiedName: string;
  /** Package namespace, null in an org without one and for library types. */
  readonly namespace: string | null;
  readonly isLibrary: boolean;
  readonly outer: TypeSymbol | null;
  readonly access: Access;
  readonly isAbstract: boolean;
  readonly isVirtual: boolean;
  readonly sharing: Sharing;
  readonly isTest: boolean;
  readonly annotations: readonly AnnotationInfo[];
  readonly apiVersion: number;
  /** Names of type parameters of library types. */
  readonly typeParameters: readonly string[];
  /** null for none and for library types whose superclass is Object. */
  readonly superclass: ApexType | null;
  readonly interfaces: readonly ApexType[];
  readonly fields: ReadonlyMap<string, FieldSymbol>;
  readonly methods: ReadonlyMap<string, readonly MethodSymbol[]>;
  readonly constructors: readonly MethodSymbol[];
  readonly inner: ReadonlyMap<string, TypeSymbol>;
  /** In order of declaration; empty unless an enum. */
  readonly enumConstants: readonly string[];
  readonly declaration: Node | null;
  /** Identifies the source; null for library types. */
  readonly source: SourceFile | null;
}

/** A field or a property; an enum constant is a static final field of its enum. */
export interface FieldSymbol {
  readonly kind: 'field' | 'property';
  readonly name: string;
  readonly type: ApexType;
  readonly owner: TypeSymbol;
  readonly access: Access;
  readonly isStatic: boolean;
  readonly isFinal: boolean;
  readonly isTransient: boolean;
  readonly annotations: readonly AnnotationInfo[];
  /** Own property name in the generated code, unique in the class's hierarchy: `f_name`. */
  readonly slot: string;
  /** Properties only: absent accessor = null; `isAutomatic` = `get;`. Access may be narrower than the property's. */
  readonly getter: { readonly access: Access; readonly isAutomatic: boolean } | null;
  readonly setter: { readonly access: Access; readonly isAutomatic: boolean } | null;
  readonly isVirtual: boolean;
}

export interface ParameterSymbol {
  readonly name: string;
  readonly type: ApexType;
}

export interface MethodSymbol {
  readonly name: string;
  readonly owner: TypeSymbol;
  readonly isConstructor: boolean;
  readonly access: Access;
  readonly isStatic: boolean;
  readonly isAbstract: boolean;
  readonly isVirtual: boolean;
  readonly isOverride: boolean;
  readonly isTestMethod: boolean;
  readonly annotations: readonly AnnotationInfo[];
  readonly returnType: ApexType;
  readonly parameters: readonly ParameterSymbol[];
  /**
   * Property name in the generated code. A method and all its overrides share one slot: lower-case name, `$`, and the
   * parameter types of the root declaration joined by `$` (library type parameters erased to Object):
   * `compareto$Object`, `handle$List<SObject:Account>$Integer`, `run$`. Constructors: `$new$Integer`. See `slotOf`.
   */
  readonly slot: string;
  /** Further slots under which this method must also be reachable: other interfaces' methods that it implements. */
  readonly bridgeSlots: readonly string[];
  /**
   * Library members: the key of the implementation, which is the member's line in the catalogue without modifiers'
   * noise: `static String valueOf(Date d)`, `Integer length()`, `new(String message)`. null for user code.
   */
  readonly libraryKey: string | null;
  readonly declaration: Node | null;
}

export interface LocalSymbol {
  readonly name: string;
  readonly type: ApexType;
  readonly isParameter: boolean;
  readonly isFinal: boolean;
  /** Index in the method's list of locals: its slot in a debugger frame. */
  readonly index: number;
  /** Visible from `scopeStart` (the end of its declarator) to `scopeEnd`, offsets into the source. */
  readonly scopeStart: number;
  readonly scopeEnd: number;
}

export interface SourceFile {
  /** Absolute path or URI of the installed source. */
  readonly path: string;
  readonly text: string;
  readonly apiVersion: number;
  readonly namespace: string | null;
  /** The package, where several share the namespace. */
  readonly package?: string | undefined;
}

export interface TriggerSymbol {
  readonly name: string;
  readonly namespace: string | null;
  readonly object: string;
  readonly events: readonly TriggerEvent[];
  readonly source: SourceFile;
}

/** A compile error or warning at the platform's position and in its wording. */
export interface Diagnostic {
  readonly path: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** The type as the platform prints it: `List<Account>`, `Map<String,Object>`, `Outer.Inner`. */
export function typeName(type: ApexType): string {
  return textOf(type, (object) => object);
}

/** What the runtime knows the type by: as printed, but an object is told from a class of its name: `List<SObject:Account>`. */
export function typeKey(type: ApexType): string {
  return textOf(type, objectKey);
}

/** The key of an object's type; runtime-types.ts reads it. */
export const objectKey = (object: string): string => (object === 'SObject' ? object : `SObject:${object}`);

function textOf(type: ApexType, objectText: (object: string) => string): string {
  switch (type.kind) {
    case 'void': return 'void';
    case 'null': return 'NULL';
    case 'error': return 'ERROR';
    case 'primitive': return type.name;
    case 'parameter': return type.name;
    case 'sobject': return objectText(type.name);
    case 'list': return `List<${textOf(type.element, objectText)}>`;
    case 'set': return `Set<${textOf(type.element, objectText)}>`;
    case 'map': return `Map<${textOf(type.key, objectText)},${textOf(type.value, objectText)}>`;
    case 'class': {
      const base = type.symbol.namespace ? `${type.symbol.namespace}.${type.symbol.qualifiedName}` : type.symbol.qualifiedName;
      return type.typeArguments.length ? `${base}<${type.typeArguments.map((argument) => textOf(argument, objectText)).join(',')}>` : base;
    }
  }
}

/** The slot of a method (see `MethodSymbol.slot`); library code calls back into user code with the same names. */
export function slotOf(name: string, parameterTypes: readonly string[]): string {
  return `${name.toLowerCase()}$${parameterTypes.join('$')}`;
}
