import type { BoundExpression, BoundStatement } from '../semantics/bound.ts';
import { typeName, type LocalSymbol } from '../semantics/types.ts';
import type { ExpressionWriter } from './expressions.ts';
import type { FrameWriter } from './frames.ts';
import { isCallFreeExpression, isPlain } from './call-free.ts';
import { isDouble } from './expressions.ts';
import { conversion } from './operators.ts';
import type { UnitWriter } from './unit-writer.ts';
import { property } from './writer.ts';

/** Turns of a function's loops that are charged at once. */
const TURNS = 64;
const COUNT_TURNS = 'if (n !== 0) { $.charge(n); n = 0; }';

/** Generates the statements of one method into its unit. */
export class StatementWriter {
  readonly unit: UnitWriter;
  readonly methodId: number;
  readonly expressions: ExpressionWriter;
  private labels = 0;
  private loopDepth = 0;
  /** The function needs its counter `n` of turns. */
  hasLoops = false;

  constructor(unit: UnitWriter, methodId: number, expressions: ExpressionWriter) {
    this.unit = unit;
    this.methodId = methodId;
    this.expressions = expressions;
  }

  all(statements: readonly BoundStatement[]): void {
    for (const statement of statements) this.one(statement);
  }

  /**
   * Marks the start of a statement: its table entry, and in debuggable and coverage code the test before it. `parts`: what it
   * evaluates before another statement begins; 'calls': more than expressions can tell.
   */
  private mark(node: BoundStatement, ...parts: readonly (BoundExpression | null | 'calls')[]): void {
    if (!node.range) return;
    const id = this.unit.addStatement(this.methodId, node.range.start, node.range.end);
    this.unit.statement = id;
    if (this.frame) this.unit.line(this.frame.stop(id, node.range.start, this.calls(parts)));
    else if (this.unit.shape === 'coverage') this.unit.line(`B[${id}] = 1;`);
  }

  private get frame(): FrameWriter | null { return this.expressions.frame; }

  private calls(parts: readonly (BoundExpression | null | 'calls')[]): boolean {
    return parts.some((part) => part !== null && (part === 'calls' || !isCallFreeExpression(part, this.expressions.initialised)));
  }

  private one(node: BoundStatement): void {
    const { unit } = this;
    const outer = unit.statement;
    const e = this.expressions;
    switch (node.kind) {
      case 'block':
        unit.block('{', () => this.all(node.statements));
        break;
      case 'empty': break;
      case 'local':
        this.mark(node, node.initializer);
        unit.line(e.store(node.local, node.initializer ? e.expression(node.initializer) : 'null'));
        break;
      case 'expression':
        this.mark(node, node.expression);
        unit.line(`${this.statementExpression(node.expression)};`);
        break;
      case 'if':
        this.mark(node, node.condition);
        unit.block(`if (${e.condition(node.condition)}) {`, () => this.one(node.consequent));
        if (node.alternate) {
          const alternate = node.alternate;
          unit.block('else {', () => this.one(alternate));
        }
        break;
      case 'while': case 'doWhile': case 'for': case 'forEach':
        if (this.frame) this.frame.loop(node, () => this.loopStatement(node));
        else this.loopStatement(node);
        break;
      case 'return':
        this.mark(node, node.value);
        if (this.loopDepth > 0) unit.line(COUNT_TURNS);
        unit.line(node.value ? `return ${e.expression(node.value)};` : this.expressions.isConstructor ? 'return this;' : 'return;');
        break;
      case 'throw':
        this.mark(node, node.value);
        unit.line(`throw $.thrown(${e.expression(node.value)});`);
        break;
      case 'try': this.tryStatement(node); break;
      case 'break': this.mark(node); unit.line('break;'); break;
      case 'continue': this.mark(node); unit.line(this.continueCode()); break;
      case 'switch': this.switchStatement(node); break;
      case 'dml':
        this.mark(node, 'calls');
        unit.line(`$.dml(${JSON.stringify(node.operation)}, ${e.expression(node.records)}, ${node.mergeWith ? e.expression(node.mergeWith) : 'null'}, ${JSON.stringify(node.externalIdField)}, ${JSON.stringify(node.accessLevel)}, ${unit.placedCaller});`);
        break;
      case 'runAs': {
        this.mark(node, 'calls');
        const saved = e.temporary();
        unit.line(`${saved} = $.startRunAs(${e.expression(node.user)});`);
        const start = this.guarded('try {', () => this.one(node.body));
        if (start !== null) unit.line(`catch (x) { ${start} throw x; }`);
        unit.line(`finally { $.endRunAs(${saved}); }`);
        break;
      }
      case 'constructorCall': {
        this.mark(node, 'calls');
        e.callsUserCode = true;
        const args = e.arguments(node.arguments, node.constructor);
        const slot = property(node.constructor.slot);
        // A subclass may have a constructor of the very parameters, which isn't meant here.
        if (node.target === 'this') unit.line(`${unit.classReference(node.constructor.owner)}.k.prototype${slot}.call(${['this', ...(args ? [args] : [])].join(', ')});`);
        else {
          if (node.constructor.owner.isLibrary) {
            const id = unit.library(node.constructor.owner.qualifiedName, node.constructor.libraryKey!);
            unit.line(`$.construct(this, ${id} ?? ${id}f(), [${args}]);`);
          } else unit.line(`super${slot}(${args});`);
        }
        break;
      }
    }
    unit.statement = outer;
  }

  private loopStatement(node: Extract<BoundStatement, { kind: 'while' | 'doWhile' | 'for' | 'forEach' }>): void {
    const { unit } = this;
    const e = this.expressions;
    switch (node.kind) {
      case 'while': {
        // The condition is a stop of its own each time round, so the test sits inside the loop.
        const condition = node.condition;
        this.loop('for (;;) {', () => {
          this.mark(node, condition);
          unit.line(`if (!${e.condition(condition)}) break;`);
          this.poll();
          this.one(node.body);
        });
        break;
      }
      case 'doWhile': {
        const label = `D${this.labels++}`;
        this.loop('for (;;) {', () => {
          this.poll();
          unit.block(`${label}: {`, () => this.loopBody(node.body, label));
          this.mark(node, node.condition);
          unit.line(`if (!${e.condition(node.condition)}) break;`);
        });
        break;
      }
      case 'for': this.forLoop(node); break;
      case 'forEach': this.forEach(node); break;
    }
  }

  /** An expression for its effect: an increment needs no old value then. */
  private statementExpression(node: BoundExpression): string {
    const code = this.expressions.expression(node.kind === 'compound' && node.result === 'old' ? { ...node, result: 'new' } : node);
    return code.startsWith('{') || code.startsWith('function') ? `(${code})` : code;
  }

  /** A loop's turns are counted in a local, which costs next to nothing, and charged some at a time. */
  private poll(): void {
    this.unit.line(`if (++n === ${TURNS}) { n = 0; $.charge(${TURNS}); }`);
  }

  private loop(head: string, body: () => void): void {
    this.hasLoops = true;
    this.loopDepth++;
    this.unit.block(head, body);
    this.loopDepth--;
    this.unit.line(COUNT_TURNS);
  }

  /** Innermost loop whose `continue` needs a label, because code follows the body. */
  private readonly continueLabels: (string | null)[] = [];

  private continueCode(): string {
    const label = this.continueLabels.at(-1);
    return label ? `break ${label};` : 'continue;';
  }

  private loopBody(body: BoundStatement, label: string | null): void {
    this.continueLabels.push(label);
    this.one(body);
    this.continueLabels.pop();
  }

  private forLoop(node: Extract<BoundStatement, { kind: 'for' }>): void {
    const { unit } = this;
    const e = this.expressions;
    this.all(node.initializer);
    const label = `D${this.labels++}`;
    const update = node.update.map((expression) => this.statementExpression(expression));
    if (unit.shape === 'plain') {
      // A plain loop keeps JavaScript's own form, which the engine optimises best.
      const condition = node.condition ? e.condition(node.condition) : '';
      const id = node.range ? unit.addStatement(this.methodId, node.range.start, node.range.end) : unit.statement;
      const outer = unit.statement;
      unit.statement = id;
      this.loop(`for (; ${condition}; ${update.join(', ')}) {`, () => {
        unit.statement = outer;
        this.poll();
        this.loopBody(node.body, null);
      });
      return;
    }
    this.loop('for (;;) {', () => {
      this.mark(node, node.condition);
      if (node.condition) unit.line(`if (!${e.condition(node.condition)}) break;`);
      this.poll();
      unit.block(`${label}: {`, () => this.loopBody(node.body, label));
      if (this.frame && this.calls(node.update)) unit.line(this.frame.place());
      for (const code of update) unit.line(`${code};`);
    });
  }

  private forEach(node: Extract<BoundStatement, { kind: 'forEach' }>): void {
    const { unit } = this;
    const e = this.expressions;
    const element = node.elementConversion?.from ?? node.local.type;
    const convert = (code: string): string => {
      const unboxed = isDouble(element) ? `$.unbox(${code})` : code;
      if (!node.elementConversion) return unboxed;
      return conversion(e, { kind: 'convert', mode: 'implicit', operand: { kind: 'literal', value: 0, type: element, range: null }, type: node.local.type, range: null }, unboxed);
    };
    const source = e.temporary();
    const item = e.temporary();
    this.mark(node, node.iteration === 'iterable' ? 'calls' : node.source);
    if (node.iteration === 'soqlRecord' || node.iteration === 'soqlChunk') {
      const query = node.source as Extract<BoundExpression, { kind: 'soql' }>;
      unit.line(`${source} = $.cursor(${e.query(query)}, ${unit.type(node.source.type)}, ${String(node.iteration === 'soqlChunk')});`);
    } else {
      unit.line(`${source} = $.iterate(${e.expression(node.source)});`);
    }
    const isFirst = e.temporary();
    unit.line(`${isFirst} = true;`);
    // An iterator may be the user's.
    const place = this.frame && node.iteration === 'iterable' ? `${this.frame.place().slice(0, -1)}, ` : '';
    this.loop(`while ((${place}${item} = ${source}.next()) !== undefined) {`, () => {
      // The loop's head is a stop for every element but the first, which the statement before the loop was.
      if (node.range && this.frame) {
        unit.line(`if (${isFirst}) ${isFirst} = false; else { ${this.frame.stop(unit.statement, node.range.start, false)} }`);
      }
      unit.line(e.store(node.local, convert(item)));
      this.poll();
      this.loopBody(node.body, null);
    });
  }

  private tryStatement(node: Extract<BoundStatement, { kind: 'try' }>): void {
    const { finallyBlock } = node;
    if (!finallyBlock) {
      this.guardedBlock(node);
      return;
    }
    const guarded = (): void => this.guardedBlock(node);
    if (this.frame) this.frame.beforeFinally(guarded);
    else guarded();
    this.unit.block('finally {', () => this.one(finallyBlock));
  }

  private guardedBlock({ block, catches }: Extract<BoundStatement, { kind: 'try' }>): void {
    const start = this.guarded('try {', () => this.one(block));
    if (catches.length === 0 && start === null) return;
    this.unit.block('catch (x) {', () => {
      if (start !== null) this.unit.line(start);
      if (catches.length) this.catchClauses(catches);
      else this.unit.line('throw x;');
    });
  }

  /** Debuggable code tells of an exception before any of its handlers runs: what those begin with. */
  private guarded(head: string, body: () => void): string | null {
    const write = (): void => this.unit.block(head, body);
    if (this.frame) return this.frame.guarded(write);
    write();
    return null;
  }

  private catchClauses(clauses: Extract<BoundStatement, { kind: 'try' }>['catches']): void {
    const { unit } = this;
    const e = this.expressions;
    const caught = e.temporary();
    unit.line(`${caught} = $.caught(x);`);
    clauses.forEach((clause, i) => {
      unit.block(`${i ? 'else ' : ''}if ($.catches(${caught}, ${JSON.stringify(typeName(clause.type))})) {`, () => {
        unit.line(e.store(clause.local, caught));
        this.one(clause.body);
      });
    });
    unit.line(`else throw ${caught};`);
  }

  private switchStatement(node: Extract<BoundStatement, { kind: 'switch' }>): void {
    const { unit } = this;
    const e = this.expressions;
    const subject = e.temporary();
    this.mark(node, isPlain(node.subject.type) ? node.subject : 'calls', ...node.cases.flatMap((each) => each.values));
    unit.line(`${subject} = ${e.boxed(node.subject)};`);
    const subjectNode: BoundExpression = { kind: 'local', local: { name: subject, index: -1, type: node.subject.type, isParameter: false, isFinal: true, scopeStart: 0, scopeEnd: 0 }, type: node.subject.type, range: null };
    let first = true;
    for (const clause of node.cases) {
      const head = clause.pattern
        ? `$.isInstance(${subject}, ${unit.type(clause.pattern.type)})`
        : clause.values.map((value) => this.switchTest(subjectNode, value)).join(' || ');
      unit.block(`${first ? '' : 'else '}if (${head}) {`, () => {
        if (clause.pattern) unit.line(e.store(clause.pattern.local, subject));
        this.one(clause.body);
      });
      first = false;
    }
    if (node.otherwise) {
      const otherwise = node.otherwise;
      if (first) this.one(otherwise);
      else unit.block('else {', () => this.one(otherwise));
    }
  }

  /** Switch compares Strings with regard to case, unlike `==`. */
  private switchTest(subject: BoundExpression, value: BoundExpression): string {
    const e = this.expressions;
    return `$.switchEqual(${e.expression(subject)}, ${e.boxed(value)})`;
  }
}

/** The declaration of a method's locals; parameters have theirs in the signature. */
export function localDeclarations(locals: readonly LocalSymbol[], parameters: number): string {
  const names = locals.slice(parameters).map((local) => `v${local.index} = null`);
  return names.length ? `let ${names.join(', ')};` : '';
}
