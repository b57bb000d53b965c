import type { BoundExpression, BoundTarget } from '../semantics/bound.ts';
import { typeKey, typeName, type ApexType, type LocalSymbol, type MethodSymbol, type TypeSymbol } from '../semantics/types.ts';
import { frameSlot, type FrameWriter } from './frames.ts';
import { libraryCall, libraryParameters, told } from './library-calls.ts';
import { isNeverNull } from './non-null.ts';
import { isChained } from './safe-chains.ts';
import { arithmetic, comparison, conversion } from './operators.ts';
import type { UnitWriter } from './unit-writer.ts';
import { property } from './writer.ts';

/** Generates the expressions of one method. Every result is a JavaScript expression that can stand as an operand. */
export class ExpressionWriter {
  readonly unit: UnitWriter;
  readonly neverNull: ReadonlySet<number>;
  /** An evaluation works on the locals of the frame it runs in. */
  isInFrame = false;
  /** Of debuggable code. */
  frame: FrameWriter | null = null;
  private temporaries = 0;
  readonly usedTemporaries: string[] = [];
  /** What `this` is called: generated accessors and initialisers are methods, so it is `this`; an evaluation is none. */
  readonly self: string;

  /** All locals of the method and the class it is in: what a dynamic query's binds may name. */
  locals: readonly LocalSymbol[] = [];
  owner: TypeSymbol | null = null;
  isStatic = true;
  isConstructor = false;
  /** User code is called: a chain of calls without end goes through here. */
  callsUserCode = false;

  constructor(unit: UnitWriter, neverNull: ReadonlySet<number>, self = 'this') {
    this.unit = unit;
    this.neverNull = neverNull;
    this.self = self;
  }

  local(local: LocalSymbol): string {
    // Parts of a compound assignment's target are kept in temporaries, which pass as locals without an index.
    if (local.index < 0) return local.name;
    return this.isInFrame ? frameSlot(local) : `v${local.index}`;
  }

  /** Where a local is written, in debuggable code with the frame's copy of it. */
  private written(local: LocalSymbol, value: string): string {
    if (local.index < 0 || !this.frame?.isStored) return `${this.local(local)} = ${value}`;
    return `${frameSlot(local)} = v${local.index} = ${value}`;
  }

  /** The statement that gives a local its value. */
  store(local: LocalSymbol, value: string): string {
    return `${this.written(local, value)};`;
  }

  temporary(): string {
    const name = `t${this.temporaries++}`;
    this.usedTemporaries.push(name);
    return name;
  }

  isNeverNull(node: BoundExpression): boolean {
    return isNeverNull(node, this.neverNull);
  }

  /** A value that must not be null. */
  required(node: BoundExpression): string {
    const code = this.expression(node);
    if (this.isNeverNull(node)) return code;
    // Comparing it with null would keep the engine from holding the number in a register in a loop that it compiles while it runs.
    if (node.kind === 'local' && isInteger(node.type)) return `(${isThere(code)} ? ${code} : N())`;
    return `(${code} ?? N())`;
  }

  condition(node: BoundExpression): string {
    return node.type.kind === 'primitive' ? this.required(node) : this.expression(node);
  }

  /** A value as collections, Object variables and library type parameters hold it: Doubles boxed. */
  boxed(node: BoundExpression): string {
    return isDouble(node.type) ? `$.box(${this.expression(node)})` : this.expression(node);
  }

  unboxed(code: string, type: ApexType): string {
    return isDouble(type) ? `$.unbox(${code})` : code;
  }

  expression(node: BoundExpression): string {
    switch (node.kind) {
      case 'literal': return literal(this.unit, node);
      case 'local': return this.local(node.local);
      case 'this': return this.self;
      case 'field':
        if (!node.receiver) return `${this.statics(node.field.owner)}${property(node.field.slot)}`;
        return this.onReceiver(node, node.receiver, node.isSafe, (receiver) => `${receiver}${property(node.field.slot)}`);
      case 'getter': {
        this.callsUserCode = true;
        const slot = `get$${node.field.slot}`;
        if (!node.receiver) return `${this.staticMethods(node.field.owner)}${property(slot)}()`;
        if (node.isSuper) return `super${property(slot)}()`;
        return this.onReceiver(node, node.receiver, node.isSafe, (receiver) => `${receiver}${property(slot)}()`);
      }
      case 'enumConstant': return `${this.unit.classReference(node.field.owner)}.e${property(node.field.name)}`;
      case 'sobjectField': return this.sobjectField(node);
      case 'index':
        if (isChained(node.receiver)) return this.onReceiver(node, node.receiver, false, (receiver) => this.unboxed(`$.at(${receiver}, ${this.expression(node.index)})`, node.type));
        return this.unboxed(`$.at(${this.expression(node.receiver)}, ${this.expression(node.index)})`, node.type);
      case 'call': return this.call(node);
      case 'libraryCall': return libraryCall(this, node);
      case 'libraryField': return this.libraryField(node);
      case 'new':
        this.callsUserCode = true;
        return `${this.unit.classReference(node.constructor.owner)}.make()${property(node.constructor.slot)}(${this.arguments(node.arguments, node.constructor)})`;
      case 'libraryNew': {
        const owner = node.constructor.owner.qualifiedName;
        const id = this.unit.library(owner, node.constructor.libraryKey!);
        return told(this, 'CONSTRUCTOR', node, `<init>${libraryParameters(node.constructor)}`, node.arguments.map((argument) => this.boxed(argument)), (args) => `(${id} ?? ${id}f())(${args.join(', ')})`);
      }
      case 'newSObject':
        return `$.newRecord(${JSON.stringify(typeName(node.type))}, [${node.fields.map((field) => `${JSON.stringify(field.name)}, ${String(field.isRelationship)}, ${this.boxed(field.value)}`).join(', ')}])`;
      case 'newElements': return `$.${node.type.kind === 'set' ? 'newSet' : 'newList'}(${this.unit.type(node.type)}, [${node.elements.map((element) => this.boxed(element)).join(', ')}])`;
      case 'newMap': return `$.newMap(${this.unit.type(node.type)}, [${node.entries.map((entry) => `${this.boxed(entry.key)}, ${this.boxed(entry.value)}`).join(', ')}])`;
      case 'newCollection': return `$.newCollection(${this.unit.type(node.type)}, ${node.source ? this.expression(node.source) : 'undefined'})`;
      case 'newSized': return `$.newSized(${this.unit.type(node.type)}, ${this.required(node.size)})`;
      case 'convert': return conversion(this, node);
      case 'instanceof': return `$.${this.unit.source.apiVersion < 32 ? 'isNullOrInstance' : 'isInstance'}(${this.boxed(node.operand)}, ${this.unit.type(node.test)})`;
      case 'unary': {
        if (node.operator === '!') return `!${this.required(node.operand)}`;
        return arithmetic(this, node.operator === '-' ? 'negate' : 'not', node.type, this.required(node.operand), '');
      }
      case 'binary': return this.binary(node);
      case 'logical':
        if (node.operator === '??') return `(${this.expression(node.left)} ?? ${this.expression(node.right)})`;
        return `(${this.condition(node.left)} ${node.operator} ${this.condition(node.right)})`;
      case 'ternary': return `(${this.condition(node.condition)} ? ${this.expression(node.consequent)} : ${this.expression(node.alternate)})`;
      case 'assign': return this.assign(node.target, this.expression(node.value), isDouble(node.value.type));
      case 'compound': return this.compound(node);
      case 'typeLiteral': return this.unit.constant('Y', `$.typeValue(${JSON.stringify(typeKey(node.literal))})`);
      case 'sobjectTypeToken': return `$.objectToken(${JSON.stringify(node.object)})`;
      case 'sobjectFieldToken': return `$.fieldToken(${JSON.stringify(node.object)}, ${JSON.stringify(node.field)})`;
      case 'sobjectDescribe': return `$.describeObject(${JSON.stringify(node.object)})`;
      case 'fieldDescribe': return `$.describeField(${JSON.stringify(node.object)}, ${JSON.stringify(node.field)})`;
      case 'soql': return `$.query(${this.query(node)}, ${JSON.stringify(node.yields)}, ${this.unit.type(node.type)})`;
      case 'sosl': return `$.search(${JSON.stringify(node.text)}, [${node.binds.map((bind) => this.boxed(bind)).join(', ')}], ${JSON.stringify(node.accessLevel)}, ${this.unit.placedCaller})`;
    }
  }

  /** The arguments that describe a query to the runtime. */
  query(node: Extract<BoundExpression, { kind: 'soql' }>): string {
    return `${JSON.stringify(node.text)}, [${node.binds.map((bind) => this.boxed(bind)).join(', ')}], ${JSON.stringify(node.accessLevel)}, ${this.unit.placedCaller}`;
  }

  /** The object that holds a class's statics, initialising the class first. */
  statics(owner: MethodSymbol['owner']): string {
    const own = this.unit.ownTypes.get(owner);
    if (owner === this.initialised) return `S${own!}`;
    return own !== undefined ? `(S${own} ?? I${own}())` : `${this.unit.classReference(owner)}.s()`;
  }

  /**
   * The class whose statics are sure to be there: static code runs once its class has begun to be initialised. Instances may be of a
   * subclass, which doesn't initialise it.
   */
  get initialised(): TypeSymbol | null {
    return this.isStatic && this.owner && this.unit.ownTypes.has(this.owner) ? this.owner : null;
  }

  staticMethods(owner: MethodSymbol['owner']): string {
    if (owner === this.initialised) return `M${this.unit.ownTypes.get(owner)!}`;
    return `${this.unit.classReference(owner)}.u()`;
  }

  /** Nodes whose value is the receiver of the next link of a chain: `undefined` there says that the chain has ended. */
  private readonly links = new Set<BoundExpression>();

  /** Evaluates the receiver once, with a null check or `?.`. */
  onReceiver(node: BoundExpression, receiver: BoundExpression, isSafe: boolean, build: (code: string) => string): string {
    if (receiver.kind === 'this') return build(this.self);
    const isLater = isChained(receiver);
    if (!isSafe && !isLater) return build(this.required(receiver));
    const temporary = this.temporary();
    const ended = this.links.has(node) ? 'undefined' : 'null';
    if (isLater) this.links.add(receiver);
    const value = `${temporary} = ${this.expression(receiver)}`;
    if (isSafe) return `((${value}) ${isLater ? '==' : '==='} null ? ${ended} : ${build(temporary)})`;
    return `((${value}) === undefined ? ${ended} : ${build(`(${temporary} ?? N())`)})`;
  }

  private sobjectField(node: Extract<BoundExpression, { kind: 'sobjectField' }>): string {
    const name = JSON.stringify(node.name);
    // A parent that isn't there reads as null all along the path, as on the platform; so does a member by `this.`, if it is written.
    const { receiver: owner } = node;
    const throughParent = (owner.kind === 'sobjectField' && owner.isRelationship) || (owner.kind === 'field' && owner.receiver?.kind === 'this' && owner.receiver.range !== null);
    const read = node.isRelationship ? '$.getRelated' : '$.getField';
    return this.onReceiver(node, node.receiver, node.isSafe || throughParent, (receiver) => `${read}(${receiver}, ${name})`);
  }

  arguments(args: readonly BoundExpression[], method: MethodSymbol): string {
    return args.map((argument, i) => (method.parameters[i]?.type.kind === 'parameter' ? this.boxed(argument) : this.expression(argument))).join(', ');
  }

  private call(node: Extract<BoundExpression, { kind: 'call' }>): string {
    this.callsUserCode = true;
    const args = this.arguments(node.arguments, node.method);
    const slot = property(node.method.slot);
    if (node.method.isStatic) return `${this.staticMethods(node.method.owner)}${slot}(${args})`;
    if (node.isSuper) return `super${slot}(${args})`;
    if (!node.receiver) return `$.failStatic(${JSON.stringify(node.method.name)})`;
    return this.onReceiver(node, node.receiver, node.isSafe, (receiver) => `${receiver}${slot}(${args})`);
  }

  private libraryField(node: Extract<BoundExpression, { kind: 'libraryField' }>): string {
    const owner = JSON.stringify(node.field.owner.qualifiedName);
    const name = JSON.stringify(node.field.name);
    if (!node.receiver) return `$.libraryField(${owner}, ${name}, null)`;
    return this.onReceiver(node, node.receiver, node.isSafe, (receiver) => `$.libraryField(${owner}, ${name}, ${receiver})`);
  }

  private binary(node: Extract<BoundExpression, { kind: 'binary' }>): string {
    const { operator, operandType } = node;
    switch (operator) {
      case '==': case '!=': case '===': case '!==': case '<': case '<=': case '>': case '>=': return comparison(this, node);
      default: break;
    }
    if (operandType.kind === 'primitive' && operandType.name === 'String') return `$.concat(${this.text(node.left)} + ${this.text(node.right)})`;
    if (operandType.kind === 'primitive' && ['Date', 'Datetime', 'Time'].includes(operandType.name)) {
      return `$.shift${operandType.name}(${this.required(node.left)}, ${this.boxed(node.right)}, ${operator === '-' ? -1 : 1})`;
    }
    return arithmetic(this, operator, operandType, this.required(node.left), this.required(node.right), node.right);
  }

  /** An operand of a text concatenation. */
  text(node: BoundExpression): string {
    if (node.kind === 'literal' && typeof node.value === 'string' && node.type.kind === 'primitive' && node.type.name === 'String') return JSON.stringify(node.value);
    if (node.kind === 'binary' && node.operandType.kind === 'primitive' && node.operandType.name === 'String') return this.expression(node);
    if (node.type.kind === 'primitive' && ['String', 'Integer', 'Boolean', 'Id', 'Long'].includes(node.type.name)) return `\`\${${this.expression(node)}}\``;
    return `$.text(${this.boxed(node)})`;
  }

  assign(target: BoundTarget, value: string, valueIsDouble = isDouble(target.type)): string {
    switch (target.kind) {
      case 'local': return `(${this.written(target.local, value)})`;
      case 'field':
        if (!target.receiver) return `(${this.statics(target.field.owner)}${property(target.field.slot)} = ${value})`;
        return `(${this.required(target.receiver)}${property(target.field.slot)} = ${value})`;
      case 'setter': {
        this.callsUserCode = true;
        const slot = property(`set$${target.field.slot}`);
        const temporary = this.temporary();
        const call = target.receiver === null ? `${this.staticMethods(target.field.owner)}${slot}` : target.isSuper ? `super${slot}` : `${this.required(target.receiver)}${slot}`;
        return `(${call}(${temporary} = ${value}), ${temporary})`;
      }
      case 'sobjectField': return `$.${target.isRelationship ? 'setRelated' : 'setField'}(${this.required(target.receiver)}, ${JSON.stringify(target.name)}, ${valueIsDouble ? `$.box(${value})` : value})`;
      case 'index': return `$.setAt(${this.expression(target.receiver)}, ${this.expression(target.index)}, ${isDouble(target.type) ? `$.box(${value})` : value})`;
      case 'libraryField': return `$.setLibraryField(${JSON.stringify(target.field.owner.qualifiedName)}, ${JSON.stringify(target.field.name)}, ${target.receiver ? this.required(target.receiver) : 'null'}, ${value})`;
    }
  }

  private compound(node: Extract<BoundExpression, { kind: 'compound' }>): string {
    const { target } = node;
    // The target's parts are evaluated once: they go through temporaries unless they are plain.
    let read: BoundExpression;
    let place: BoundTarget = target;
    let setup = '';
    const once = (expression: BoundExpression): BoundExpression => {
      if (expression.kind === 'local' || expression.kind === 'this' || (expression.kind === 'literal')) return expression;
      const temporary = this.temporary();
      setup += `${temporary} = ${this.expression(expression)}, `;
      return { kind: 'local', local: { name: temporary, index: -1, type: expression.type, isParameter: false, isFinal: true, scopeStart: 0, scopeEnd: 0 }, type: expression.type, range: null };
    };
    switch (target.kind) {
      case 'local': read = { kind: 'local', local: target.local, type: target.type, range: null }; break;
      case 'field': {
        const receiver = target.receiver ? once(target.receiver) : null;
        place = { ...target, receiver };
        read = { kind: 'field', field: target.field, receiver, isSafe: false, type: target.type, range: null };
        break;
      }
      case 'setter': {
        const receiver = target.receiver ? once(target.receiver) : null;
        place = { ...target, receiver };
        read = { kind: 'getter', field: target.field, receiver, isSafe: false, isSuper: target.isSuper, type: target.type, range: null };
        break;
      }
      case 'sobjectField': {
        const receiver = once(target.receiver);
        place = { ...target, receiver };
        read = { kind: 'sobjectField', receiver, name: target.name, isRelationship: target.isRelationship, isSafe: false, type: target.type, range: null };
        break;
      }
      case 'index': {
        const receiver = once(target.receiver);
        const index = once(target.index);
        place = { ...target, receiver, index };
        read = { kind: 'index', receiver, index, type: target.type, range: null };
        break;
      }
      case 'libraryField': read = { kind: 'libraryField', field: target.field, receiver: target.receiver, isSafe: false, type: target.type, range: null }; break;
    }
    const readCode = this.expression(read);
    const operandType = node.operandType;
    const isText = operandType.kind === 'primitive' && operandType.name === 'String';
    if (node.result === 'old') {
      const old = this.temporary();
      const next = arithmetic(this, node.operator, operandType, `(${old} ?? N())`, this.expression(node.value), node.value);
      return `(${setup}${old} = ${readCode}, ${this.assign(place, next)}, ${old})`;
    }
    let value: string;
    if (isText) value = `$.concat(\`\${${readCode}}\` + ${this.text(node.value)})`;
    else if (operandType.kind === 'primitive' && ['Date', 'Datetime', 'Time'].includes(operandType.name)) value = `$.shift${operandType.name}(${readCode} ?? N(), ${this.boxed(node.value)}, ${node.operator === '-' ? -1 : 1})`;
    else {
      const left = conversion(this, { kind: 'convert', mode: 'implicit', operand: read, type: operandType, range: null }, readCode);
      const checked = this.isNeverNull(read) ? left : `(${left} ?? N())`;
      value = arithmetic(this, node.operator, operandType, checked, this.required(node.value), node.value);
      if (typeName(operandType) !== typeName(target.type)) {
        value = conversion(this, { kind: 'convert', mode: 'implicit', operand: { kind: 'literal', value: null, type: operandType, range: null }, type: target.type, range: null }, value);
      }
    }
    const code = this.assign(place, value);
    return setup ? `(${setup}${code})` : code;
  }

}

export const isInteger = (type: ApexType): boolean => type.kind === 'primitive' && type.name === 'Integer';

/** Whether a variable of type Integer isn't null. */
export const isThere = (variable: string): string => `${variable} === (${variable} | 0)`;

export const isDouble = (type: ApexType): boolean => type.kind === 'primitive' && type.name === 'Double';

function literal(unit: UnitWriter, node: Extract<BoundExpression, { kind: 'literal' }>): string {
  const { value, type } = node;
  if (value === null) return 'null';
  if (type.kind === 'primitive' && type.name === 'Decimal') return unit.constant('D', `$.decimal(${JSON.stringify(String(value))})`);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : value < 0 ? `(${value})` : String(value);
  return JSON.stringify(value);
}
