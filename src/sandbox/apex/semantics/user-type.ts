import type { Annotation, ClassDeclaration, CompilationUnit, ConstructorDeclaration, Expression, FieldDeclaration, Member, MethodDeclaration, Modifier, Parameter, PropertyDeclaration, TypeDeclaration } from '../syntax/ast.ts';
import type { Program } from './program.ts';
import { resolveType } from './resolve-types.ts';
import { classOf, erase, T } from './type-tools.ts';
import { slotOf, typeKey, typeName, type Access, type AnnotationInfo, type ApexType, type FieldSymbol, type MethodSymbol, type Sharing, type SourceFile, type TypeSymbol } from './types.ts';

/** Members of a user type, made together on first use. */
interface Members {
  readonly fields: Map<string, FieldSymbol>;
  readonly methods: Map<string, MethodSymbol[]>;
  readonly constructors: MethodSymbol[];
}

/** A class, interface or enum of the program, declared lazily from its tree. */
export class UserType implements TypeSymbol {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly name: string;
  readonly qualifiedName: string;
  readonly namespace: string | null;
  readonly isLibrary = false;
  readonly outer: UserType | null;
  readonly typeParameters = [];
  readonly source: SourceFile;
  readonly declaration: TypeDeclaration;
  readonly program: Program;
  readonly inner = new Map<string, UserType>();
  readonly annotations: readonly AnnotationInfo[];
  readonly enumConstants: readonly string[];
  private declaredParent: ApexType | null | undefined;
  private isResolvingParent = false;
  private superclassType: ApexType | null | undefined;
  private interfaceTypes: ApexType[] | undefined;
  private memberTables: Members | undefined;

  constructor(program: Program, source: SourceFile, tree: CompilationUnit | TypeDeclaration, outer: UserType | null) {
    const declaration = tree as TypeDeclaration;
    this.program = program;
    this.source = source;
    this.outer = outer;
    this.declaration = declaration;
    this.kind = declaration.kind === 'InterfaceDeclaration' ? 'interface' : declaration.kind === 'EnumDeclaration' ? 'enum' : 'class';
    this.name = declaration.name.name;
    this.qualifiedName = outer ? `${outer.qualifiedName}.${this.name}` : this.name;
    this.namespace = source.namespace;
    this.annotations = readAnnotations(declaration.modifiers);
    this.enumConstants = declaration.kind === 'EnumDeclaration' ? declaration.constants.map((constant) => constant.name) : [];
    if (declaration.kind === 'ClassDeclaration') {
      for (const member of declaration.members) {
        if (isTypeDeclaration(member)) this.inner.set(member.name.name.toLowerCase(), new UserType(program, source, member, this));
      }
    }
  }

  get apiVersion(): number { return this.source.apiVersion; }
  get access(): Access { return accessOf(this.declaration.modifiers) ?? (this.outer ? 'private' : 'public'); }
  get isAbstract(): boolean { return this.kind === 'interface' || hasKeyword(this.declaration.modifiers, 'abstract'); }
  get isVirtual(): boolean { return this.isAbstract || hasKeyword(this.declaration.modifiers, 'virtual'); }
  get isTest(): boolean { return this.annotations.some((annotation) => annotation.name === 'istest') || (this.outer?.isTest ?? false); }
  get sharing(): Sharing {
    for (const modifier of this.declaration.modifiers) {
      if (modifier.kind === 'KeywordModifier' && modifier.keyword.endsWith(' sharing')) return modifier.keyword.split(' ')[0] as Sharing;
    }
    return null;
  }

  /** The top-level type of the file. */
  get top(): UserType { return this.outer ?? this; }

  /** What stands behind `extends`, even if the class would be its own superclass. */
  get declaredSuperclass(): ApexType | null {
    if (this.declaredParent === undefined && !this.isResolvingParent) {
      this.isResolvingParent = true;
      const reference = this.declaration.kind === 'ClassDeclaration' ? this.declaration.superclass : null;
      const type = reference && resolveType(this.program, reference, this);
      this.declaredParent = type?.kind === 'class' && type.symbol.kind === 'class' ? type : null;
      this.isResolvingParent = false;
    }
    return this.declaredParent ?? null;
  }

  get superclass(): ApexType | null {
    if (this.superclassType === undefined) {
      const parent = this.declaredSuperclass;
      // Looking the superclass's name up asks for it too: then there is none yet.
      if (this.isResolvingParent) return null;
      this.superclassType = parent && !extendsItself(this) ? parent : null;
    }
    return this.superclassType;
  }

  get interfaces(): readonly ApexType[] {
    if (!this.interfaceTypes) {
      this.interfaceTypes = [];
      const references = this.declaration.kind === 'ClassDeclaration' ? this.declaration.interfaces : this.declaration.kind === 'InterfaceDeclaration' ? this.declaration.superinterfaces : [];
      for (const reference of references) {
        const type = resolveType(this.program, reference, this);
        if (type?.kind === 'class') this.interfaceTypes.push(type);
      }
    }
    return this.interfaceTypes;
  }

  get fields(): ReadonlyMap<string, FieldSymbol> { return this.members().fields; }
  get methods(): ReadonlyMap<string, readonly MethodSymbol[]> { return this.members().methods; }
  get constructors(): readonly MethodSymbol[] { return this.members().constructors; }

  private members(): Members {
    if (!this.memberTables) {
      this.memberTables = { fields: new Map(), methods: new Map(), constructors: [] };
      this.declareMembers(this.memberTables);
    }
    return this.memberTables;
  }

  private type(reference: Parameters<typeof resolveType>[1]): ApexType {
    return resolveType(this.program, reference, this) ?? T.error;
  }

  private declareMembers(into: Members): void {
    const declaration = this.declaration;
    if (declaration.kind === 'EnumDeclaration') {
      for (const constant of declaration.constants) {
        into.fields.set(constant.name.toLowerCase(), this.field(constant.name, classOf(this), 'field', { access: 'global', isStatic: true, isFinal: true, isTransient: false, annotations: [], isVirtual: false }));
      }
      return;
    }
    const members: readonly Member[] = declaration.kind === 'ClassDeclaration' ? declaration.members : declaration.methods;
    for (const member of members) {
      switch (member.kind) {
        case 'FieldDeclaration': this.declareField(member, into); break;
        case 'PropertyDeclaration': this.declareProperty(member, into); break;
        case 'MethodDeclaration': {
          const symbol = this.method(member);
          const key = symbol.name.toLowerCase();
          into.methods.set(key, [...(into.methods.get(key) ?? []), symbol]);
          break;
        }
        case 'ConstructorDeclaration': into.constructors.push(this.constructorSymbol(member)); break;
        default: break;
      }
    }
    if (declaration.kind === 'ClassDeclaration') this.declareImplicit(into);
    for (const list of into.methods.values()) for (const symbol of list) this.addBridges(symbol as Writable<MethodSymbol>);
  }

  private field(name: string, type: ApexType, kind: FieldSymbol['kind'], facts: Pick<FieldSymbol, 'access' | 'isStatic' | 'isFinal' | 'isTransient' | 'annotations' | 'isVirtual'>, accessors: Pick<FieldSymbol, 'getter' | 'setter'> = { getter: null, setter: null }): FieldSymbol {
    return { kind, name, type, owner: this, slot: facts.isStatic ? `f_${name.toLowerCase()}` : this.instanceSlot(name, kind, accessors, facts.isVirtual), ...facts, ...accessors };
  }

  /** A field that hides one of a superclass gets a slot of its own; a property that overrides one shares it. */
  private instanceSlot(name: string, kind: FieldSymbol['kind'], _accessors: Pick<FieldSymbol, 'getter' | 'setter'>, isVirtual: boolean): string {
    const lower = name.toLowerCase();
    let depth = 0;
    for (let type = this.superclass; type?.kind === 'class'; type = type.symbol.superclass) {
      const hidden = type.symbol.fields.get(lower);
      if (!hidden || hidden.isStatic) continue;
      if (kind === 'property' && isVirtual) return hidden.slot;
      depth++;
    }
    return depth ? `f_${lower}$${depth}` : `f_${lower}`;
  }

  private declareField(member: FieldDeclaration, into: Members): void {
    const type = this.type(member.type);
    const facts = {
      access: accessOf(member.modifiers) ?? ('private' as Access), isStatic: hasKeyword(member.modifiers, 'static'), isFinal: hasKeyword(member.modifiers, 'final'),
      isTransient: hasKeyword(member.modifiers, 'transient'), annotations: readAnnotations(member.modifiers), isVirtual: false,
    };
    for (const declarator of member.declarators) {
      if (declarator.name.name) into.fields.set(declarator.name.name.toLowerCase(), this.field(declarator.name.name, type, 'field', facts));
    }
  }

  private declareProperty(member: PropertyDeclaration, into: Members): void {
    const access = accessOf(member.modifiers) ?? 'private';
    const isVirtual = ['virtual', 'override', 'abstract'].some((keyword) => hasKeyword(member.modifiers, keyword));
    const accessor = (node: PropertyDeclaration['getter']): FieldSymbol['getter'] =>
      node ? { access: accessOf(node.modifiers) ?? access, isAutomatic: node.body === null } : null;
    into.fields.set(
      member.name.name.toLowerCase(),
      this.field(
        member.name.name, this.type(member.type), 'property',
        { access, isStatic: hasKeyword(member.modifiers, 'static'), isFinal: false, isTransient: hasKeyword(member.modifiers, 'transient'), annotations: readAnnotations(member.modifiers), isVirtual },
        { getter: accessor(member.getter), setter: accessor(member.setter) },
      ),
    );
  }

  private parameters(list: readonly Parameter[]): { name: string; type: ApexType }[] {
    return list.map((parameter) => ({ name: parameter.name.name, type: this.type(parameter.type) }));
  }

  private method(member: MethodDeclaration): MethodSymbol {
    const parameters = this.parameters(member.parameters);
    const annotations = readAnnotations(member.modifiers);
    const isInterface = this.kind === 'interface';
    return {
      name: member.name.name, owner: this, isConstructor: false,
      access: isInterface ? 'global' : (accessOf(member.modifiers) ?? (hasKeyword(member.modifiers, 'webservice') ? 'global' : 'private')),
      isStatic: hasKeyword(member.modifiers, 'static') || hasKeyword(member.modifiers, 'testmethod') || hasKeyword(member.modifiers, 'webservice'),
      isAbstract: isInterface || hasKeyword(member.modifiers, 'abstract'), isVirtual: isInterface || hasKeyword(member.modifiers, 'virtual') || hasKeyword(member.modifiers, 'abstract'),
      isOverride: hasKeyword(member.modifiers, 'override'),
      isTestMethod: hasKeyword(member.modifiers, 'testmethod') || annotations.some((annotation) => annotation.name === 'istest'),
      annotations, returnType: member.returnType ? this.type(member.returnType) : T.void, parameters,
      slot: slotOf(member.name.name, parameters.map((parameter) => typeKey(erase(parameter.type)))), bridgeSlots: [], libraryKey: null, declaration: member,
    };
  }

  private constructorSymbol(member: ConstructorDeclaration | null): MethodSymbol {
    const parameters = member ? this.parameters(member.parameters) : [];
    return {
      name: this.name, owner: this, isConstructor: true, access: member ? (accessOf(member.modifiers) ?? 'private') : this.access === 'global' ? 'global' : 'public', isStatic: false, isAbstract: false, isVirtual: false,
      isOverride: false, isTestMethod: false, annotations: member ? readAnnotations(member.modifiers) : this.annotations.filter((annotation) => annotation.name === 'namespaceaccessible'), returnType: T.void, parameters,
      slot: slotOf('$new', parameters.map((parameter) => typeKey(erase(parameter.type)))), bridgeSlots: [], libraryKey: null, declaration: member,
    };
  }

  /** A default constructor, or the four of an exception class. */
  private declareImplicit(into: Members): void {
    if (this.isException) {
      const exception = classOf(this.program.catalogue.find('System.Exception')!);
      for (const types of [[], [T.String], [exception], [T.String, exception]]) {
        const parameters = types.map((type, i) => ({ name: i === types.length - 1 && type !== T.String ? 'cause' : 'message', type }));
        const slot = slotOf('$new', types.map(typeKey));
        if (into.constructors.some((own) => own.slot === slot)) continue;
        into.constructors.push({ ...this.constructorSymbol(null), parameters, slot });
      }
    } else if (into.constructors.length === 0) {
      into.constructors.push(this.constructorSymbol(null));
    }
  }

  get isException(): boolean {
    for (let type = this.superclass; type?.kind === 'class'; type = type.symbol.superclass) if (type.symbol.isLibrary && type.symbol.name.endsWith('Exception')) return true;
    return false;
  }

  /** Slots of interface methods and of overridden methods that this method implements with other parameter types. */
  private addBridges(symbol: Writable<MethodSymbol>): void {
    if (symbol.isStatic || this.kind === 'interface') return;
    const slots = new Set<string>();
    for (const root of supertypesOf(this)) {
      for (const candidate of root.methods.get(symbol.name.toLowerCase()) ?? []) {
        if (candidate.isStatic || candidate.parameters.length !== symbol.parameters.length || candidate.slot === symbol.slot) continue;
        if (root.kind === 'interface' ? fitsErased(symbol, candidate) : candidate.isVirtual && symbol.isOverride && fitsErased(symbol, candidate)) slots.add(candidate.slot);
      }
    }
    symbol.bridgeSlots = [...slots];
  }
}

type Writable<X> = { -readonly [K in keyof X]: X[K] };

/** Whether an implementation's parameters can stand for a declaration's, type parameters and SObject being open. */
function fitsErased(symbol: MethodSymbol, declared: MethodSymbol): boolean {
  return declared.parameters.every((parameter, i) => {
    const own = symbol.parameters[i]!.type;
    const theirs = parameter.type;
    if (theirs.kind === 'parameter' || own.kind === 'error') return true;
    if (typeKey(erase(own)) === typeKey(erase(theirs))) return true;
    // A List is an Iterable: what takes any Iterable takes the List of the declaration.
    if (theirs.kind === 'list' && own.kind === 'class' && own.symbol.qualifiedName === 'System.Iterable') return own.typeArguments.length === 1 && typeName(own.typeArguments[0]!) === typeName(theirs.element);
    if (theirs.kind === 'list' && own.kind === 'list') return theirs.element.kind === 'parameter' || theirs.element.kind === 'sobject';
    return theirs.kind === 'class' && theirs.typeArguments.length > 0 && own.kind === 'class' && own.symbol === theirs.symbol;
  });
}

/** Whether a class is among its own superclasses, as far as they are declared. */
export function extendsItself(type: UserType): boolean {
  const seen = new Set<TypeSymbol>();
  for (let parent = type.declaredSuperclass; parent?.kind === 'class' && parent.symbol instanceof UserType && !seen.has(parent.symbol); parent = parent.symbol.declaredSuperclass) {
    if (parent.symbol === type) return true;
    seen.add(parent.symbol);
  }
  return false;
}

/** All supertypes of a type, nearest first, without itself. */
export function supertypesOf(type: TypeSymbol): TypeSymbol[] {
  const found: TypeSymbol[] = [];
  const visit = (symbol: TypeSymbol): void => {
    for (const parent of [symbol.superclass, ...symbol.interfaces]) {
      if (parent?.kind === 'class' && parent.symbol !== type && !found.includes(parent.symbol)) {
        found.push(parent.symbol);
        visit(parent.symbol);
      }
    }
  };
  visit(type);
  return found;
}

const isTypeDeclaration = (member: Member): member is TypeDeclaration =>
  member.kind === 'ClassDeclaration' || member.kind === 'InterfaceDeclaration' || member.kind === 'EnumDeclaration';

export function hasKeyword(modifiers: readonly Modifier[], keyword: string): boolean {
  return modifiers.some((modifier) => modifier.kind === 'KeywordModifier' && modifier.keyword === keyword);
}

export function accessOf(modifiers: readonly Modifier[]): Access | null {
  for (const access of ['global', 'public', 'protected', 'private'] as const) if (hasKeyword(modifiers, access)) return access;
  return null;
}

export function readAnnotations(modifiers: readonly Modifier[]): AnnotationInfo[] {
  return modifiers.filter((modifier): modifier is Annotation => modifier.kind === 'Annotation').map((annotation) => ({
    name: annotation.name.name.toLowerCase(),
    parameters: new Map(annotation.parameters.map((parameter) => [parameter.name?.name.toLowerCase() ?? 'value', constant(parameter.value)])),
  }));
}

function constant(node: Expression): string | number | boolean {
  if (node.kind === 'Literal' && (node.literal.type === 'String' || node.literal.type === 'Boolean' || node.literal.type === 'Integer')) return node.literal.value;
  return '';
}

export type { ClassDeclaration };
