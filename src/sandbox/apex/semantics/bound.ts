/**
 * The bound tree: what semantics hands to codegen. Every name is resolved, every conversion explicit, every overload
 * chosen, sugar removed. Codegen needs no lookup and makes no decision about types.
 *
 * `range` is the source range a debugger shows; statements without one are synthetic and are never stopped at.
 */
import type { DmlOperation, SoqlQuery, SoslQuery } from '../syntax/ast.ts';
import type { ApexType, FieldSymbol, LocalSymbol, MethodSymbol, SourceFile, TriggerSymbol, TypeSymbol } from './types.ts';

export interface Range { readonly start: number; readonly end: number }

// ---------------------------------------------------------------------------------------------- declarations

/** One top-level source file, bound. Inner types are separate entries of `types`, outermost first. */
export interface BoundUnit {
  readonly source: SourceFile;
  readonly types: readonly BoundType[];
  readonly trigger: BoundTrigger | null;
  readonly anonymous: BoundAnonymous | null;
}

export interface BoundType {
  readonly symbol: TypeSymbol;
  /** Static field initialisers and static blocks, in textual order. */
  readonly staticInitializer: readonly BoundStatement[];
  /** The locals of static blocks. */
  readonly staticInitializerLocals: readonly LocalSymbol[];
  /** Instance field initialisers and blocks, in textual order; run after super(…), not before this(…). */
  readonly instanceInitializer: readonly BoundStatement[];
  readonly instanceInitializerLocals: readonly LocalSymbol[];
  /** Methods, constructors (a default one is synthesised), property accessors with bodies. */
  readonly methods: readonly BoundMethod[];
}

export interface BoundMethod {
  readonly symbol: MethodSymbol | null;
  /** What stack traces show after the class: `run`, `<init>`, `__sfdc_name` for accessors. */
  readonly traceName: string;
  /** Set for accessors; the generated name is `get$slot` or `set$slot`. */
  readonly accessor: { readonly field: FieldSymbol; readonly kind: 'get' | 'set' } | null;
  readonly isStatic: boolean;
  readonly parameters: readonly LocalSymbol[];
  /** All locals, parameters first, by `LocalSymbol.index`. */
  readonly locals: readonly LocalSymbol[];
  readonly returnType: ApexType;
  /** null: abstract. Constructors start with an explicit `BoundConstructorCall` statement unless there is no superclass. */
  readonly body: readonly BoundStatement[] | null;
  /** Declaration (for breakpoints on the header) and closing brace. */
  readonly range: Range | null;
}

export interface BoundTrigger {
  readonly symbol: TriggerSymbol;
  readonly body: readonly BoundStatement[];
  readonly locals: readonly LocalSymbol[];
  readonly range: Range;
}

/** Anonymous Apex, or an expression or statement evaluated in a frame. */
export interface BoundAnonymous {
  readonly body: readonly BoundStatement[];
  readonly locals: readonly LocalSymbol[];
  /** Evaluation in a frame: the value of the last expression statement is returned; its type, else null. */
  readonly resultType: ApexType | null;
  /** Evaluation in a frame: locals of the frame the code reads or writes; they come first in `locals`, same indices. */
  readonly frameLocals: readonly LocalSymbol[];
}

// ------------------------------------------------------------------------------------------------ statements

interface StatementBase { readonly range: Range | null }

export type BoundStatement = StatementBase & (
  | { readonly kind: 'block'; readonly statements: readonly BoundStatement[] }
  | { readonly kind: 'local'; readonly local: LocalSymbol; readonly initializer: BoundExpression | null }
  | { readonly kind: 'expression'; readonly expression: BoundExpression }
  | { readonly kind: 'if'; readonly condition: BoundExpression; readonly consequent: BoundStatement; readonly alternate: BoundStatement | null }
  | { readonly kind: 'while'; readonly condition: BoundExpression; readonly body: BoundStatement }
  | { readonly kind: 'doWhile'; readonly body: BoundStatement; readonly condition: BoundExpression }
  | {
      readonly kind: 'for';
      readonly initializer: readonly BoundStatement[];
      readonly condition: BoundExpression | null;
      readonly update: readonly BoundExpression[];
      readonly body: BoundStatement;
    }
  /** Over a List, Set or Iterable: `iteration` says which protocol. Over a query: `soql`, per record or per 200-row list. */
  | {
      readonly kind: 'forEach';
      readonly local: LocalSymbol;
      readonly source: BoundExpression;
      readonly iteration: 'list' | 'set' | 'iterable' | 'soqlRecord' | 'soqlChunk';
      /** Converts the element (typed as the source's element) to the local's type; null = none needed. */
      readonly elementConversion: { readonly from: ApexType } | null;
      readonly body: BoundStatement;
    }
  | { readonly kind: 'return'; readonly value: BoundExpression | null }
  | { readonly kind: 'throw'; readonly value: BoundExpression }
  | {
      readonly kind: 'try';
      readonly block: BoundStatement;
      readonly catches: readonly { readonly local: LocalSymbol; readonly type: ApexType; readonly body: BoundStatement; readonly range: Range }[];
      readonly finallyBlock: BoundStatement | null;
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | {
      readonly kind: 'switch';
      readonly subject: BoundExpression;
      readonly cases: readonly {
        /** Constant values (literals, enum constants, null), compared by the platform's switch equality. */
        readonly values: readonly BoundExpression[];
        /** Or a type pattern. */
        readonly pattern: { readonly type: ApexType; readonly local: LocalSymbol } | null;
        readonly body: BoundStatement;
        readonly range: Range;
      }[];
      readonly otherwise: BoundStatement | null;
    }
  | {
      readonly kind: 'dml';
      readonly operation: DmlOperation;
      /** The statement's own `as user`/`as system`, else the default of the class's API version. */
      readonly accessLevel: 'user' | 'system';
      readonly records: BoundExpression;
      readonly mergeWith: BoundExpression | null;
      /** API name of the external id field of `upsert`. */
      readonly externalIdField: string | null;
    }
  | { readonly kind: 'runAs'; readonly user: BoundExpression; readonly body: BoundStatement }
  /** First statement of a constructor: `this(…)` or `super(…)`. */
  | { readonly kind: 'constructorCall'; readonly target: 'this' | 'super'; readonly constructor: MethodSymbol; readonly arguments: readonly BoundExpression[] }
  | { readonly kind: 'empty' }
);

// ----------------------------------------------------------------------------------------------- expressions

interface ExpressionBase { readonly type: ApexType; readonly range: Range | null }

export type BoundExpression = ExpressionBase & (
  | { readonly kind: 'literal'; readonly value: null | boolean | number | bigint | string; /** digits of a Decimal are in `value` as string */ }
  | { readonly kind: 'local'; readonly local: LocalSymbol }
  | { readonly kind: 'this' }
  /** Direct access to a field's or automatic property's storage. `receiver` null: static. */
  | { readonly kind: 'field'; readonly field: FieldSymbol; readonly receiver: BoundExpression | null; readonly isSafe: boolean }
  /** A property read through its getter body. */
  | { readonly kind: 'getter'; readonly field: FieldSymbol; readonly receiver: BoundExpression | null; readonly isSafe: boolean; readonly isSuper: boolean }
  | { readonly kind: 'enumConstant'; readonly field: FieldSymbol }
  /** `rec.Name`; `relationship` = `rec.Account` (type sobject) or `rec.Contacts` (type list). */
  | { readonly kind: 'sobjectField'; readonly receiver: BoundExpression; readonly name: string; readonly isRelationship: boolean; readonly isSafe: boolean }
  /** `list[i]`. */
  | { readonly kind: 'index'; readonly receiver: BoundExpression; readonly index: BoundExpression }
  /** User method. `receiver` null: static. `isSuper`: non-virtual call of the superclass's method. */
  | { readonly kind: 'call'; readonly method: MethodSymbol; readonly receiver: BoundExpression | null; readonly arguments: readonly BoundExpression[]; readonly isSafe: boolean; readonly isSuper: boolean }
  /** Library method, by its owner and `libraryKey`; static if `receiver` is null. Type arguments are in `type` and the receiver's type. */
  | { readonly kind: 'libraryCall'; readonly method: MethodSymbol; readonly receiver: BoundExpression | null; readonly arguments: readonly BoundExpression[]; readonly isSafe: boolean; readonly isSuper: boolean }
  /** Library field, property or constant: `Trigger.new`, `result.isDone`, `Label.x` — by owner and name. */
  | { readonly kind: 'libraryField'; readonly field: FieldSymbol; readonly receiver: BoundExpression | null; readonly isSafe: boolean }
  /** `new UserClass(…)` and user exceptions. */
  | { readonly kind: 'new'; readonly constructor: MethodSymbol; readonly arguments: readonly BoundExpression[] }
  /** `new Http()`. */
  | { readonly kind: 'libraryNew'; readonly constructor: MethodSymbol; readonly arguments: readonly BoundExpression[] }
  | { readonly kind: 'newSObject'; readonly fields: readonly { readonly name: string; readonly isRelationship: boolean; readonly value: BoundExpression }[] }
  /** `type` is the list or set. */
  | { readonly kind: 'newElements'; readonly elements: readonly BoundExpression[] }
  | { readonly kind: 'newMap'; readonly entries: readonly { readonly key: BoundExpression; readonly value: BoundExpression }[] }
  /** `new List<T>(other)`, `new Set<T>(collection)`, `new Map<K,V>(mapOrRecords)`; source null = empty. */
  | { readonly kind: 'newCollection'; readonly source: BoundExpression | null }
  /** `new T[n]`: n nulls. */
  | { readonly kind: 'newSized'; readonly size: BoundExpression }
  /** Any change of type. implicit: assignment conversion (numeric widening, String ⇄ Id, to Object, up the hierarchy). cast: checked. */
  | { readonly kind: 'convert'; readonly mode: 'implicit' | 'cast'; readonly operand: BoundExpression }
  | { readonly kind: 'instanceof'; readonly operand: BoundExpression; readonly test: ApexType }
  /** Operands already converted to `operandType`; String `+` has each operand converted by string conversion at run time. */
  | { readonly kind: 'unary'; readonly operator: '-' | '!' | '~'; readonly operand: BoundExpression }
  | {
      readonly kind: 'binary';
      readonly operator: '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '>>>' | '&' | '|' | '^' | '==' | '!=' | '===' | '!==' | '<' | '<=' | '>' | '>=';
      /** The type both operands have been promoted to, which selects the operation. For `==` on mixed types: Object. */
      readonly operandType: ApexType;
      readonly left: BoundExpression;
      readonly right: BoundExpression;
    }
  | { readonly kind: 'logical'; readonly operator: '&&' | '||' | '??'; readonly left: BoundExpression; readonly right: BoundExpression }
  | { readonly kind: 'ternary'; readonly condition: BoundExpression; readonly consequent: BoundExpression; readonly alternate: BoundExpression }
  /** `target = value`, value already converted. The value of the expression is the value assigned. */
  | { readonly kind: 'assign'; readonly target: BoundTarget; readonly value: BoundExpression }
  /**
   * `target op= value`, `++`, `--`. The target is evaluated once; its value goes through `operandType` for the operation
   * (for shifts, the left type) and back to the target's type.
   */
  | { readonly kind: 'compound'; readonly operator: '+' | '-' | '*' | '/' | '&' | '|' | '^' | '<<' | '>>' | '>>>'; readonly operandType: ApexType; readonly target: BoundTarget; readonly value: BoundExpression; /** value of the expression */ readonly result: 'new' | 'old' }
  /** `Foo.class`. */
  | { readonly kind: 'typeLiteral'; readonly literal: ApexType }
  /** `Account.SObjectType`, `Account.Name` token, `Account.fields.Name`. */
  | { readonly kind: 'sobjectTypeToken'; readonly object: string }
  | { readonly kind: 'sobjectFieldToken'; readonly object: string; readonly field: string }
  /** `Schema.SObjectType.Account`: the describe result. */
  | { readonly kind: 'sobjectDescribe'; readonly object: string }
  | { readonly kind: 'fieldDescribe'; readonly object: string; readonly field: string }
  /** Binds in the order in which they occur in the query. `yields`: list, one record, one or null, or a count. */
  | {
      readonly kind: 'soql';
      readonly query: SoqlQuery;
      readonly text: string;
      readonly binds: readonly BoundExpression[];
      readonly yields: 'list' | 'record' | 'optional' | 'count';
      readonly accessLevel: 'user' | 'system';
    }
  | { readonly kind: 'sosl'; readonly query: SoslQuery; readonly text: string; readonly binds: readonly BoundExpression[]; readonly accessLevel: 'user' | 'system' }
);

/** What can be assigned to. A property with a setter body is a `setter`. */
export type BoundTarget = ExpressionBase & (
  | { readonly kind: 'local'; readonly local: LocalSymbol }
  | { readonly kind: 'field'; readonly field: FieldSymbol; readonly receiver: BoundExpression | null }
  | { readonly kind: 'setter'; readonly field: FieldSymbol; readonly receiver: BoundExpression | null; readonly isSuper: boolean }
  | { readonly kind: 'sobjectField'; readonly receiver: BoundExpression; readonly name: string; readonly isRelationship: boolean }
  | { readonly kind: 'index'; readonly receiver: BoundExpression; readonly index: BoundExpression }
  | { readonly kind: 'libraryField'; readonly field: FieldSymbol; readonly receiver: BoundExpression | null }
);
