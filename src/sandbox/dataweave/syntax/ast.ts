/** The tree of a script. `at`: where a node's text begins. Source: DataWeave Reference, Language Guide. */
export interface Script {
  readonly source: string;
  readonly header: Header;
  readonly body: Expression;
}

export interface Header {
  readonly inputs: readonly { readonly name: string; readonly format: FormatDirective | null }[];
  readonly output: FormatDirective | null;
  readonly declarations: readonly Declaration[];
}

/** `application/csv separator=';', header=false` */
export interface FormatDirective { readonly mimeType: string; readonly properties: ReadonlyMap<string, string | number | boolean> }

export type Declaration =
  | { readonly kind: 'variable'; readonly name: string; readonly type: TypeExpression | null; readonly value: Expression }
  | { readonly kind: 'function'; readonly name: string; readonly lambda: Lambda }
  | { readonly kind: 'type'; readonly name: string; readonly parameters: readonly string[]; readonly type: TypeExpression }
  | { readonly kind: 'namespace'; readonly name: string; readonly uri: string }
  | { readonly kind: 'import'; readonly module: string; readonly alias: string | null; readonly names: readonly { readonly name: string; readonly alias: string }[] | null };

export interface Parameter { readonly name: string; readonly type: TypeExpression | null; readonly initial: Expression | null }
export interface Lambda { readonly kind: 'lambda'; readonly at: number; readonly parameters: readonly Parameter[]; readonly result: TypeExpression | null; readonly body: Expression }

export type NameExpression =
  | { readonly kind: 'fixed'; readonly name: string; readonly prefix: string | null }
  | { readonly kind: 'computed'; readonly value: Expression; readonly prefix: string | null };

export type ObjectItem =
  | { readonly kind: 'member'; readonly name: NameExpression; readonly attributes: readonly ObjectItem[] | null; readonly value: Expression; readonly condition: Expression | null }
  | { readonly kind: 'spread'; readonly value: Expression; readonly condition: Expression | null };

/** `.name`, `..name`, `.*name`, `.&name`, `.@name` and what they are in brackets. */
export interface Selection {
  readonly of: 'value' | 'pair' | 'attribute';
  readonly isMultiple: boolean;
  readonly isDeep: boolean;
  /** Null: all. */
  readonly name: NameExpression | null;
}

export type Pattern =
  | { readonly kind: 'type'; readonly type: TypeExpression }
  | { readonly kind: 'regex'; readonly value: Expression }
  | { readonly kind: 'literal'; readonly value: Expression }
  | { readonly kind: 'condition'; readonly value: Expression }
  | { readonly kind: 'array'; readonly head: string; readonly tail: string }
  | { readonly kind: 'empty'; readonly of: 'array' | 'object' }
  | { readonly kind: 'object'; readonly key: string; readonly value: string; readonly tail: string }
  | { readonly kind: 'else' };

export interface MatchCase { readonly name: string | null; readonly pattern: Pattern; readonly body: Expression }
export type UpdateStep = { readonly kind: 'field' | 'attribute'; readonly name: NameExpression } | { readonly kind: 'index'; readonly index: Expression };
export interface UpdateCase { readonly name: string | null; readonly path: readonly UpdateStep[]; readonly isUpsert: boolean; readonly condition: Expression | null; readonly body: Expression }

export type BinaryOperator = '==' | '!=' | '~=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/' | '>>' | '<<' | '<~';

type Node<Kind extends string, Parts = unknown> = { readonly kind: Kind; readonly at: number } & Parts;

export type Expression =
  | Lambda
  | Node<'null'> | Node<'boolean', { readonly value: boolean }> | Node<'number', { readonly text: string }> | Node<'string', { readonly text: string }>
  | Node<'interpolation', { readonly parts: readonly (string | Expression)[] }>
  | Node<'regex', { readonly source: string }> | Node<'temporal', { readonly text: string }>
  | Node<'name', { readonly name: string }> | Node<'type', { readonly type: TypeExpression }>
  | Node<'array', { readonly items: readonly { readonly value: Expression; readonly condition: Expression | null }[] }>
  | Node<'object', { readonly items: readonly ObjectItem[] }>
  | Node<'call', { readonly callee: Expression; readonly args: readonly Expression[] }>
  | Node<'negate' | 'not', { readonly operand: Expression }>
  | Node<'and' | 'or' | 'default', { readonly left: Expression; readonly right: Expression }>
  | Node<'binary', { readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }>
  | Node<'as' | 'is', { readonly operand: Expression; readonly type: TypeExpression }>
  | Node<'if', { readonly condition: Expression; readonly then: Expression; readonly otherwise: Expression }>
  | Node<'match', { readonly operand: Expression; readonly cases: readonly MatchCase[] }>
  | Node<'update', { readonly operand: Expression; readonly cases: readonly UpdateCase[] }>
  | Node<'do', { readonly declarations: readonly Declaration[]; readonly body: Expression }>
  | Node<'select', { readonly operand: Expression; readonly selection: Selection }>
  | Node<'namespaceOf', { readonly operand: Expression }> | Node<'metadata', { readonly operand: Expression; readonly name: string }>
  | Node<'index', { readonly operand: Expression; readonly index: Expression }>
  | Node<'filter', { readonly operand: Expression; readonly condition: Lambda }>
  | Node<'exists' | 'require', { readonly operand: Expression }>;

export type TypeExpression =
  | { readonly kind: 'name'; readonly name: string; readonly args: readonly TypeExpression[]; readonly metadata: readonly ObjectItem[] | null }
  | { readonly kind: 'union' | 'intersection'; readonly members: readonly TypeExpression[] }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'function'; readonly parameters: readonly TypeExpression[]; readonly result: TypeExpression }
  | { readonly kind: 'objectType'; readonly isClosed: boolean; readonly fields: readonly { readonly name: string | null; readonly isOptional: boolean; readonly isRepeated: boolean; readonly type: TypeExpression }[] };

export const namedType = (name: string): TypeExpression => ({ kind: 'name', name, args: [], metadata: null });
