/**
 * The syntax tree of Apex source, as the parser returns it: names as written, nothing resolved.
 *
 * Positions are UTF-16 offsets into the source text, `end` exclusive. Lines and columns (both 1-based, as the
 * platform prints them) come from `LineMap`. A node that could not be parsed is an `ErrorExpression`, an
 * `ErrorStatement` or a missing member beside a `SyntaxError` in `ParseResult.errors`; the parser never throws.
 */

export interface Node {
  readonly start: number;
  readonly end: number;
}

export interface Identifier extends Node {
  readonly kind: 'Identifier';
  /** As written; Apex compares names without regard to case. */
  readonly name: string;
}

export interface SyntaxError extends Node {
  /** The platform's wording, for example `Unexpected token 'x'.` (see platform compile errors). */
  readonly message: string;
}

export interface ParseResult<T> {
  readonly tree: T;
  readonly errors: readonly SyntaxError[];
}

// ---------------------------------------------------------------------------------------------- declarations

export type CompilationUnit = ClassDeclaration | InterfaceDeclaration | EnumDeclaration | TriggerDeclaration;
export type TypeDeclaration = ClassDeclaration | InterfaceDeclaration | EnumDeclaration;

/** A modifier keyword in lower case (`with sharing` is one modifier), or an annotation. */
export type Modifier = KeywordModifier | Annotation;

export type ModifierKeyword =
  | 'public' | 'private' | 'protected' | 'global' | 'static' | 'final' | 'abstract' | 'virtual' | 'override'
  | 'transient' | 'testmethod' | 'webservice' | 'with sharing' | 'without sharing' | 'inherited sharing';

export interface KeywordModifier extends Node {
  readonly kind: 'KeywordModifier';
  readonly keyword: ModifierKeyword;
}

export interface Annotation extends Node {
  readonly kind: 'Annotation';
  readonly name: Identifier;
  /** `@IsTest(SeeAllData=true)`; a lone value (`@SuppressWarnings('x')`) has the name null. */
  readonly parameters: readonly AnnotationParameter[];
}

export interface AnnotationParameter extends Node {
  readonly name: Identifier | null;
  readonly value: Expression;
}

export interface ClassDeclaration extends Node {
  readonly kind: 'ClassDeclaration';
  readonly modifiers: readonly Modifier[];
  readonly name: Identifier;
  readonly superclass: TypeReference | null;
  readonly interfaces: readonly TypeReference[];
  readonly members: readonly Member[];
  /** Offset of the opening and closing brace. */
  readonly bodyStart: number;
}

export interface InterfaceDeclaration extends Node {
  readonly kind: 'InterfaceDeclaration';
  readonly modifiers: readonly Modifier[];
  readonly name: Identifier;
  readonly superinterfaces: readonly TypeReference[];
  readonly methods: readonly MethodDeclaration[];
}

export interface EnumDeclaration extends Node {
  readonly kind: 'EnumDeclaration';
  readonly modifiers: readonly Modifier[];
  readonly name: Identifier;
  readonly constants: readonly Identifier[];
}

export type TriggerEvent =
  | 'before insert' | 'before update' | 'before delete'
  | 'after insert' | 'after update' | 'after delete' | 'after undelete';

export interface TriggerDeclaration extends Node {
  readonly kind: 'TriggerDeclaration';
  readonly name: Identifier;
  readonly object: Identifier;
  readonly events: readonly TriggerEvent[];
  /** Statements; a trigger may also declare methods, classes and fields among them. */
  readonly body: Block;
  readonly members: readonly Member[];
}

/** Execute Anonymous: statements and declarations in any order. */
export interface AnonymousUnit extends Node {
  readonly kind: 'AnonymousUnit';
  readonly statements: readonly Statement[];
  readonly members: readonly Member[];
}

export type Member =
  | FieldDeclaration | PropertyDeclaration | MethodDeclaration | ConstructorDeclaration | InitializerBlock
  | TypeDeclaration;

export interface FieldDeclaration extends Node {
  readonly kind: 'FieldDeclaration';
  readonly modifiers: readonly Modifier[];
  readonly type: TypeReference;
  readonly declarators: readonly VariableDeclarator[];
}

export interface VariableDeclarator extends Node {
  readonly name: Identifier;
  readonly initializer: Expression | null;
}

export interface PropertyDeclaration extends Node {
  readonly kind: 'PropertyDeclaration';
  readonly modifiers: readonly Modifier[];
  readonly type: TypeReference;
  readonly name: Identifier;
  readonly getter: Accessor | null;
  readonly setter: Accessor | null;
}

export interface Accessor extends Node {
  readonly modifiers: readonly Modifier[];
  /** null for an automatic accessor (`get;`). */
  readonly body: Block | null;
}

export interface Parameter extends Node {
  readonly modifiers: readonly Modifier[];
  readonly type: TypeReference;
  readonly name: Identifier;
}

export interface MethodDeclaration extends Node {
  readonly kind: 'MethodDeclaration';
  readonly modifiers: readonly Modifier[];
  /** null for `void`. */
  readonly returnType: TypeReference | null;
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  /** null for abstract and interface methods. */
  readonly body: Block | null;
}

export interface ConstructorDeclaration extends Node {
  readonly kind: 'ConstructorDeclaration';
  readonly modifiers: readonly Modifier[];
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly body: Block | null;
}

export interface InitializerBlock extends Node {
  readonly kind: 'InitializerBlock';
  readonly isStatic: boolean;
  readonly body: Block;
}

/** `Map<Id, List<ns__Obj__c>>[]`: dotted names, type arguments on the last, array dimensions. */
export interface TypeReference extends Node {
  readonly kind: 'TypeReference';
  readonly names: readonly TypeNamePart[];
  readonly arrayDimensions: number;
}

export interface TypeNamePart {
  readonly identifier: Identifier;
  readonly typeArguments: readonly TypeReference[];
}

// ------------------------------------------------------------------------------------------------ statements

export type Statement =
  | Block | LocalDeclaration | ExpressionStatement | IfStatement | WhileStatement | DoWhileStatement | ForStatement
  | ForEachStatement | ReturnStatement | ThrowStatement | TryStatement | BreakStatement | ContinueStatement
  | SwitchStatement | DmlStatement | RunAsStatement | EmptyStatement | ErrorStatement;

export interface Block extends Node { readonly kind: 'Block'; readonly statements: readonly Statement[] }
export interface LocalDeclaration extends Node {
  readonly kind: 'LocalDeclaration';
  readonly modifiers: readonly Modifier[];
  readonly type: TypeReference;
  readonly declarators: readonly VariableDeclarator[];
}
export interface ExpressionStatement extends Node { readonly kind: 'ExpressionStatement'; readonly expression: Expression }
export interface IfStatement extends Node {
  readonly kind: 'IfStatement';
  readonly condition: Expression;
  readonly consequent: Statement;
  readonly alternate: Statement | null;
}
export interface WhileStatement extends Node {
  readonly kind: 'WhileStatement'; readonly condition: Expression; readonly body: Statement;
}
export interface DoWhileStatement extends Node {
  readonly kind: 'DoWhileStatement'; readonly body: Statement; readonly condition: Expression;
}
export interface ForStatement extends Node {
  readonly kind: 'ForStatement';
  readonly initializer: LocalDeclaration | readonly Expression[] | null;
  readonly condition: Expression | null;
  readonly update: readonly Expression[];
  readonly body: Statement;
}
/** `for (T x : source)`; over an inline query it reads in chunks. */
export interface ForEachStatement extends Node {
  readonly kind: 'ForEachStatement';
  readonly type: TypeReference;
  readonly name: Identifier;
  readonly source: Expression;
  readonly body: Statement;
}
export interface ReturnStatement extends Node { readonly kind: 'ReturnStatement'; readonly value: Expression | null }
export interface ThrowStatement extends Node { readonly kind: 'ThrowStatement'; readonly value: Expression }
export interface TryStatement extends Node {
  readonly kind: 'TryStatement';
  readonly block: Block;
  readonly catches: readonly CatchClause[];
  readonly finallyBlock: Block | null;
}
export interface CatchClause extends Node { readonly type: TypeReference; readonly name: Identifier; readonly body: Block }
export interface BreakStatement extends Node { readonly kind: 'BreakStatement' }
export interface ContinueStatement extends Node { readonly kind: 'ContinueStatement' }
export interface SwitchStatement extends Node {
  readonly kind: 'SwitchStatement';
  readonly subject: Expression;
  readonly cases: readonly WhenClause[];
}
export type WhenClause =
  | (Node & { readonly kind: 'WhenValues'; readonly values: readonly Expression[]; readonly body: Block })
  | (Node & { readonly kind: 'WhenType'; readonly type: TypeReference; readonly name: Identifier; readonly body: Block })
  | (Node & { readonly kind: 'WhenElse'; readonly body: Block });
export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete' | 'merge';
export interface DmlStatement extends Node {
  readonly kind: 'DmlStatement';
  readonly operation: DmlOperation;
  /** `as user`, `as system`, or neither. */
  readonly accessLevel: 'user' | 'system' | null;
  readonly records: Expression;
  /** `merge master duplicates`. */
  readonly mergeWith: Expression | null;
  /** `upsert rows Account.Ext__c` or `upsert rows Ext__c`. */
  readonly externalIdField: Expression | null;
}
export interface RunAsStatement extends Node {
  readonly kind: 'RunAsStatement'; readonly user: Expression; readonly body: Block;
}
export interface EmptyStatement extends Node { readonly kind: 'EmptyStatement' }
export interface ErrorStatement extends Node { readonly kind: 'ErrorStatement' }

// ----------------------------------------------------------------------------------------------- expressions

export type Expression =
  | Literal | NameExpression | ThisExpression | SuperExpression | FieldAccess | IndexExpression | CallExpression
  | NewExpression | CastExpression | UnaryExpression | PostfixExpression | BinaryExpression | TernaryExpression
  | AssignmentExpression | InstanceofExpression | ClassLiteral | SoqlExpression | SoslExpression
  | ParenthesizedExpression | ErrorExpression;

export interface Literal extends Node {
  readonly kind: 'Literal';
  readonly literal:
    | { readonly type: 'Integer'; readonly value: number }
    | { readonly type: 'Long'; readonly value: bigint }
    | { readonly type: 'Double'; readonly value: number }
    /** The digits as written: `1.50` keeps its scale. */
    | { readonly type: 'Decimal'; readonly text: string }
    | { readonly type: 'String'; readonly value: string }
    | { readonly type: 'Boolean'; readonly value: boolean }
    | { readonly type: 'null' };
}
export interface NameExpression extends Node { readonly kind: 'NameExpression'; readonly name: Identifier }
export interface ThisExpression extends Node { readonly kind: 'ThisExpression' }
export interface SuperExpression extends Node { readonly kind: 'SuperExpression' }
export interface FieldAccess extends Node {
  readonly kind: 'FieldAccess';
  readonly receiver: Expression;
  readonly name: Identifier;
  /** `?.` */
  readonly isSafe: boolean;
}
export interface IndexExpression extends Node {
  readonly kind: 'IndexExpression'; readonly receiver: Expression; readonly index: Expression;
}
/** `f(x)`, `a.f(x)`, `this(x)`, `super(x)`, `super.f(x)`. */
export interface CallExpression extends Node {
  readonly kind: 'CallExpression';
  /** null for an unqualified call and for `this(…)` and `super(…)`. */
  readonly receiver: Expression | null;
  /** The method's name; for constructor calls an identifier named `this` or `super`. */
  readonly name: Identifier;
  readonly isSafe: boolean;
  readonly isConstructorCall: boolean;
  readonly arguments: readonly Expression[];
}
export interface NewExpression extends Node {
  readonly kind: 'NewExpression';
  readonly type: TypeReference;
  readonly creator:
    | { readonly kind: 'arguments'; readonly arguments: readonly Expression[] }
    /** `new Account(Name = 'x')`. */
    | { readonly kind: 'fields'; readonly fields: readonly { readonly name: Identifier; readonly value: Expression }[] }
    /** `new List<T>{a, b}`, `new T[]{a, b}`, `new Set<T>{a}`. */
    | { readonly kind: 'elements'; readonly elements: readonly Expression[] }
    /** `new Map<K, V>{k => v}`. */
    | { readonly kind: 'entries'; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
    /** `new T[n]`. */
    | { readonly kind: 'size'; readonly size: Expression };
}
export interface CastExpression extends Node {
  readonly kind: 'CastExpression'; readonly type: TypeReference; readonly operand: Expression;
}
export interface UnaryExpression extends Node {
  readonly kind: 'UnaryExpression'; readonly operator: '+' | '-' | '!' | '~' | '++' | '--'; readonly operand: Expression;
}
export interface PostfixExpression extends Node {
  readonly kind: 'PostfixExpression'; readonly operator: '++' | '--'; readonly operand: Expression;
}
export type BinaryOperator =
  | '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '>>>' | '&' | '|' | '^' | '&&' | '||' | '??'
  | '==' | '!=' | '===' | '!==' | '<>' | '<' | '<=' | '>' | '>=';
export interface BinaryExpression extends Node {
  readonly kind: 'BinaryExpression'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression;
}
export interface TernaryExpression extends Node {
  readonly kind: 'TernaryExpression';
  readonly condition: Expression;
  readonly consequent: Expression;
  readonly alternate: Expression;
}
export type AssignmentOperator = '=' | '+=' | '-=' | '*=' | '/=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '>>>=';
export interface AssignmentExpression extends Node {
  readonly kind: 'AssignmentExpression';
  readonly operator: AssignmentOperator;
  readonly target: Expression;
  readonly value: Expression;
}
export interface InstanceofExpression extends Node {
  readonly kind: 'InstanceofExpression'; readonly operand: Expression; readonly type: TypeReference;
}
/** `Foo.class`, `List<Account>.class`. */
export interface ClassLiteral extends Node { readonly kind: 'ClassLiteral'; readonly type: TypeReference }
export interface ParenthesizedExpression extends Node {
  readonly kind: 'ParenthesizedExpression'; readonly expression: Expression;
}
export interface ErrorExpression extends Node { readonly kind: 'ErrorExpression' }
export interface SoqlExpression extends Node { readonly kind: 'SoqlExpression'; readonly query: SoqlQuery }
export interface SoslExpression extends Node { readonly kind: 'SoslExpression'; readonly query: SoslQuery }

// ------------------------------------------------------------------------------------------------ SOQL, SOSL

/** A query, inline or dynamic. The same parser serves both; in dynamic text a bind is a name or dotted name. */
export interface SoqlQuery extends Node {
  readonly kind: 'SoqlQuery';
  readonly select: readonly SoqlSelectItem[];
  /** The object, or in a subquery the child relationship: `Contacts`, `Account.Contacts`. */
  readonly from: SoqlFrom;
  /** Further `FROM Account a, a.Contacts c`. */
  readonly fromAliases: readonly SoqlFrom[];
  readonly usingScope: Identifier | null;
  readonly where: SoqlCondition | null;
  /** `SECURITY_ENFORCED`, `USER_MODE`, `SYSTEM_MODE`. */
  readonly with: { readonly name: string } & Node | null;
  readonly withDataCategory: boolean;
  readonly groupBy: { readonly fields: readonly SoqlGroupItem[]; readonly grouping: 'plain' | 'rollup' | 'cube' } | null;
  readonly having: SoqlCondition | null;
  readonly orderBy: readonly SoqlOrderItem[];
  readonly limit: SoqlNumber | null;
  readonly offset: SoqlNumber | null;
  readonly allRows: boolean;
  readonly forClause: readonly ('view' | 'reference' | 'update')[];
}
export interface SoqlFrom extends Node { readonly name: SoqlFieldName; readonly alias: Identifier | null }
/** `Account.Owner.Name`: the dotted path as written. */
export interface SoqlFieldName extends Node { readonly kind: 'SoqlFieldName'; readonly path: readonly Identifier[] }
export type SoqlSelectItem =
  | (Node & { readonly kind: 'SoqlField'; readonly field: SoqlFieldName; readonly alias: Identifier | null })
  | (Node & { readonly kind: 'SoqlFunction'; readonly call: SoqlFunctionCall; readonly alias: Identifier | null })
  | (Node & { readonly kind: 'SoqlSubquery'; readonly query: SoqlQuery; readonly alias: Identifier | null })
  | (Node & {
      readonly kind: 'SoqlTypeof';
      readonly field: SoqlFieldName;
      readonly whens: readonly { readonly type: Identifier; readonly fields: readonly SoqlFieldName[] }[];
      readonly otherwise: readonly SoqlFieldName[];
    });
/** `COUNT()`, `COUNT(Id)`, `toLabel(Status)`, `CALENDAR_YEAR(convertTimezone(CreatedDate))`, `FIELDS(ALL)`, `DISTANCE(…)`. */
export interface SoqlFunctionCall extends Node {
  readonly kind: 'SoqlFunctionCall';
  readonly name: Identifier;
  readonly arguments: readonly (SoqlFieldName | SoqlFunctionCall | SoqlValue)[];
}
export type SoqlGroupItem = SoqlFieldName | SoqlFunctionCall;
export interface SoqlOrderItem extends Node {
  readonly field: SoqlFieldName | SoqlFunctionCall;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last' | null;
}
export type SoqlCondition =
  | (Node & { readonly kind: 'SoqlAnd'; readonly conditions: readonly SoqlCondition[] })
  | (Node & { readonly kind: 'SoqlOr'; readonly conditions: readonly SoqlCondition[] })
  | (Node & { readonly kind: 'SoqlNot'; readonly condition: SoqlCondition })
  | (Node & {
      readonly kind: 'SoqlComparison';
      readonly field: SoqlFieldName | SoqlFunctionCall;
      readonly operator: SoqlOperator;
      readonly value: SoqlComparisonValue;
    });
export type SoqlComparisonValue = SoqlValue | SoqlQuery | readonly SoqlValue[];
export type SoqlOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'in' | 'not in' | 'includes' | 'excludes';
export type SoqlValue =
  | (Node & { readonly kind: 'SoqlString'; readonly value: string })
  /** `1`, `-2.5`, as written. */
  | (Node & { readonly kind: 'SoqlNumber'; readonly text: string })
  /** `USD5000`. */
  | (Node & { readonly kind: 'SoqlCurrency'; readonly isoCode: string; readonly text: string })
  | (Node & { readonly kind: 'SoqlBoolean'; readonly value: boolean })
  | (Node & { readonly kind: 'SoqlNull' })
  /** `2024-01-31`, `2024-01-31T10:00:00Z`, `10:00:00Z`, as written. */
  | (Node & { readonly kind: 'SoqlDate' | 'SoqlDatetime' | 'SoqlTime'; readonly text: string })
  /** `TODAY`, `LAST_N_DAYS:30`. */
  | (Node & { readonly kind: 'SoqlDateLiteral'; readonly name: string; readonly n: number | null })
  | SoqlBind;
/** `:expression`. */
export interface SoqlBind extends Node { readonly kind: 'SoqlBind'; readonly expression: Expression }
export type SoqlNumber = (Node & { readonly kind: 'SoqlNumber'; readonly text: string }) | SoqlBind;

export interface SoslQuery extends Node {
  readonly kind: 'SoslQuery';
  /** `FIND 'x*'` or `FIND :term`. */
  readonly find: SoqlValue;
  /** `ALL FIELDS`, `NAME FIELDS`, …, in lower case; null if absent. */
  readonly inFields: string | null;
  readonly returning: readonly SoslReturning[];
  /** `WITH …` clauses as written, for example `SECURITY_ENFORCED`, `SNIPPET(target_length=50)`. */
  readonly with: readonly string[];
  readonly limit: SoqlNumber | null;
}
export interface SoslReturning extends Node {
  readonly object: Identifier;
  readonly fields: readonly SoqlSelectItem[];
  readonly where: SoqlCondition | null;
  readonly orderBy: readonly SoqlOrderItem[];
  readonly limit: SoqlNumber | null;
  readonly offset: SoqlNumber | null;
}
