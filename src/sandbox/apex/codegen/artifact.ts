/**
 * What compiling one source file yields: JavaScript and tables. It survives structured cloning and JSON, so that the runner
 * can make it once, keep it on disk, and send it to any worker.
 */
import type { UnitDebugInfo } from '../../debugger/contract.ts';
import type { TriggerEvent } from '../syntax/ast.ts';

/**
 * plain: no debugging. debuggable: shadow stack and statement flags. traced: debuggable, and every statement is told to the
 * debug log. coverage: plain with a counter a statement.
 */
export type Shape = 'plain' | 'debuggable' | 'traced' | 'coverage';

/** From this version on code is `with sharing` unless it says otherwise. Source: Apex Developer Guide, Use the with sharing Keywords. */
export const SHARING_BY_DEFAULT = 67;

export interface FieldFacts {
  readonly name: string;
  readonly slot: string;
  /** As the runtime names types: `Map<String,Object>`. */
  readonly type: string;
  readonly isStatic: boolean;
  readonly isFinal: boolean;
  readonly isTransient: boolean;
  readonly isProperty: boolean;
  /** A property whose reads and writes go through `get$slot`/`set$slot`. */
  readonly hasAccessors: boolean;
  readonly access: 'private' | 'protected' | 'public' | 'global';
}

export interface MethodFacts {
  readonly name: string;
  readonly slot: string;
  readonly isStatic: boolean;
  readonly isTestMethod: boolean;
  readonly access: 'private' | 'protected' | 'public' | 'global';
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returnType: string;
  readonly annotations: readonly { readonly name: string; readonly parameters: readonly (readonly [string, string | number | boolean])[] }[];
}

export interface ClassFacts {
  /** Full name: `ns.Outer.Inner`. */
  readonly name: string;
  readonly namespace: string | null;
  readonly kind: 'class' | 'interface' | 'enum';
  /** Superclass and interfaces, by full name with type arguments. */
  readonly supertypes: readonly string[];
  readonly superclass: string | null;
  readonly isAbstract: boolean;
  readonly isVirtual: boolean;
  readonly isTest: boolean;
  readonly access: 'private' | 'protected' | 'public' | 'global';
  readonly sharing: 'with' | 'without' | 'inherited' | null;
  readonly apiVersion: number;
  readonly fields: readonly FieldFacts[];
  readonly methods: readonly MethodFacts[];
  readonly enumConstants: readonly string[];
  readonly annotations: MethodFacts['annotations'];
  /** Whether a public constructor without parameters exists, for Type.newInstance. */
  readonly hasDefaultConstructor: boolean;
}

/** A class or trigger that is there but doesn't compile: what is wrong, as code that depends on it is told. */
export interface InvalidUnit { readonly invalid: string }

export interface UnitArtifact {
  /** Full name of the top-level class or trigger; `AnonymousBlock`. */
  readonly unitName: string;
  readonly path: string;
  readonly namespace: string | null;
  readonly apiVersion: number;
  readonly shape: Shape;
  /** Body of a function of `$` (runtime support) that returns the unit's exports. */
  readonly code: string;
  readonly classes: readonly ClassFacts[];
  readonly trigger: { readonly name: string; readonly object: string; readonly events: readonly TriggerEvent[] } | null;
  readonly debug: UnitDebugInfo;
  /** By line of `code` (0-based): index into debug.statements, or -1. */
  readonly lineStatements: readonly number[];
  /** Trace prefix by method id: `Class.ns.Foo.run`, `Trigger.T`, `AnonymousBlock`. */
  readonly traceNames: readonly string[];
}
