import { readFileSync } from 'node:fs';
import { splitArguments } from './type-text.ts';
import { slotOf, typeKey, type ApexType, type FieldSymbol, type MethodSymbol, type TypeSymbol } from './types.ts';
import { classOf, erase, listOf, mapOf, PRIMITIVES, setOf, T } from './type-tools.ts';

/**
 * The standard library as the compiler sees it, read from the catalogue's text. A type is parsed when it is first asked
 * for; additions.txt wins over the generated list, and its `partial` blocks add parents and members to it. Sources: NOTICE.
 */
export class Catalogue {
  private readonly blocks = new Map<string, string>();
  private readonly symbols = new Map<string, TypeSymbol>();
  /** Namespaces by lower-case name. */
  readonly namespaces = new Map<string, string>();

  constructor(texts: readonly string[]) {
    const partials = new Map<string, string>();
    for (const text of texts) {
      for (const block of text.split(/\n(?=(?:partial )?(?:class|interface|enum) )/)) {
        const [, partial, name] = /^(partial )?(?:class|interface|enum) ([\w.]+)/.exec(block) ?? [];
        if (!name) continue;
        const lower = name.toLowerCase();
        if (partial) {
          partials.set(lower, block.slice(partial.length));
          continue;
        }
        if (this.blocks.has(lower)) continue;
        const added = partials.get(lower);
        this.blocks.set(lower, added === undefined ? block : `${added}\n${block.slice(block.indexOf('\n') + 1)}`);
        const dot = lower.indexOf('.');
        if (dot > 0) this.namespaces.set(lower.slice(0, dot), name.slice(0, dot));
      }
    }
  }

  static load(): Catalogue {
    // Bundled, the texts lie beside the bundle.
    const folder = import.meta.url.endsWith('.ts') ? '../stdlib/catalogue/' : './';
    const read = (file: string): string => readFileSync(new URL(folder + file, import.meta.url), 'utf8');
    return new Catalogue([read('additions.txt'), read('standard-library.txt')]);
  }

  names(): Iterable<string> {
    return this.blocks.keys();
  }

  /** A type as the catalogue writes it. */
  textOf(name: string): string {
    return this.blocks.get(name.toLowerCase()) ?? '';
  }

  /** A type by full name (`system.string`), null if there is none. */
  find(qualifiedName: string): TypeSymbol | null {
    const lower = qualifiedName.toLowerCase();
    const known = this.symbols.get(lower);
    if (known) return known;
    const block = this.blocks.get(lower);
    if (!block) return null;
    const symbol = new LibraryType(block, this);
    this.symbols.set(lower, symbol);
    return symbol;
  }

  /** A type by the name in a signature of the type `home`: its inner types, own namespace, System, Schema, any. */
  private findFrom(home: string, name: string): TypeSymbol | null {
    if (name.includes('.')) return this.find(name);
    for (const candidate of [home, home.replace(/\..*$/, ''), 'System', 'Schema', 'Database', 'Messaging', 'ApexPages']) {
      const found = this.find(`${candidate}.${name}`);
      if (found) return found;
    }
    return this.find(name) ?? null;
  }

  /** A type as a signature writes it. What isn't known is Object: it can be passed on, not looked into. */
  parseType(text: string, home: string, parameters: readonly string[]): ApexType {
    text = text.trim();
    if (text.endsWith('[]')) return listOf(this.parseType(text.slice(0, -2), home, parameters));
    const open = text.indexOf('<');
    const head = open < 0 ? text : text.slice(0, open);
    const lower = head.toLowerCase();
    const args = open < 0 ? [] : splitArguments(text.slice(open + 1, text.lastIndexOf('>'))).map((argument) => this.parseType(argument, home, parameters));
    if (open < 0 && parameters.includes(head)) return { kind: 'parameter', name: head };
    if (lower === 'void') return T.void;
    if (lower === 'list' || lower === 'system.list') return listOf(args[0] ?? T.Object);
    if (lower === 'set' || lower === 'system.set') return setOf(args[0] ?? T.Object);
    if (lower === 'map' || lower === 'system.map') return mapOf(args[0] ?? T.Object, args[1] ?? T.Object);
    const primitive = PRIMITIVES.get(lower.startsWith('system.') ? lower.slice(7) : lower);
    if (primitive) return primitive;
    if (lower === 'sobject' || lower === 'system.sobject') return T.SObject;
    const symbol = this.findFrom(home, head);
    if (symbol) return classOf(symbol, args.length ? args : symbol.typeParameters.map(() => T.Object));
    return /^(user|account|contact|lead|opportunity|case|task|event|profile|organization|group|product2|folder)$/i.test(head) ? { kind: 'sobject', name: head } : T.Object;
  }
}

class LibraryType implements TypeSymbol {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly name: string;
  readonly qualifiedName: string;
  readonly namespace = null;
  readonly isLibrary = true;
  readonly outer = null;
  readonly access = 'global' as const;
  readonly isAbstract: boolean;
  readonly isVirtual: boolean;
  readonly sharing = null;
  readonly isTest = false;
  readonly annotations = [];
  readonly apiVersion = 67;
  readonly typeParameters: readonly string[];
  readonly superclass: ApexType | null;
  readonly interfaces: readonly ApexType[];
  readonly inner = new Map<string, TypeSymbol>();
  readonly declaration = null;
  readonly source = null;
  private readonly lines: string[];
  private readonly home: string;
  private readonly catalogue: Catalogue;
  private memberTables: { fields: Map<string, FieldSymbol>; methods: Map<string, MethodSymbol[]>; constructors: MethodSymbol[] } | null = null;

  constructor(block: string, catalogue: Catalogue) {
    const [head, ...lines] = block.split('\n');
    const match = /^(class|interface|enum) ([\w.]+)(?:<([\w,]+)>)?(?: extends (.+?))?(?: implements (.+))?$/.exec(head!.trim())!;
    this.kind = match[1] as LibraryType['kind'];
    this.qualifiedName = match[2]!;
    this.name = this.qualifiedName.slice(this.qualifiedName.lastIndexOf('.') + 1);
    this.home = this.qualifiedName.includes('.') ? this.qualifiedName : 'System';
    this.typeParameters = match[3]?.split(',') ?? [];
    this.catalogue = catalogue;
    this.lines = lines.map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
    this.isAbstract = this.kind === 'interface';
    this.isVirtual = true;
    const parents = splitArguments([match[4], match[5]].filter(Boolean).join(',')).filter((text) => text && text !== this.qualifiedName);
    const types = parents.map((text) => catalogue.parseType(text, this.home, this.typeParameters)).filter((type) => type.kind === 'class');
    const isException = this.name.endsWith('Exception') && this.qualifiedName !== 'System.Exception';
    const exception = isException ? catalogue.find('System.Exception') : null;
    const classes = types.filter((type) => type.kind === 'class' && type.symbol.kind === 'class');
    this.superclass = classes[0] ?? (exception ? classOf(exception) : null);
    this.interfaces = types.filter((type) => !classes.includes(type));
  }

  get fields(): Map<string, FieldSymbol> { return this.members().fields; }
  get methods(): Map<string, MethodSymbol[]> { return this.members().methods; }
  get constructors(): MethodSymbol[] { return this.members().constructors; }
  get enumConstants(): readonly string[] { return [...this.members().fields.values()].filter((field) => field.isFinal).map((field) => field.name); }

  /** Parsed on first use, so that types may refer to each other. */
  private members(): NonNullable<LibraryType['memberTables']> {
    if (this.memberTables) return this.memberTables;
    const tables: NonNullable<LibraryType['memberTables']> = { fields: new Map(), methods: new Map(), constructors: [] };
    this.memberTables = tables;
    for (const line of this.lines) this.addMember(line);
    if (this.name.endsWith('Exception') && this.qualifiedName !== 'System.Exception' && tables.constructors.length <= 1 && this.name !== 'NullPointerException') {
      // The published list states the no-argument constructor only; the others exist too.
      const base = this.catalogue.find('System.Exception')!;
      for (const inherited of base.constructors) if (!tables.constructors.some((own) => own.slot === inherited.slot)) tables.constructors.push({ ...inherited, owner: this });
    }
    return this.memberTables;
  }

  private addMember(line: string): void {
    const tables = this.memberTables!;
    if (line.startsWith('=')) {
      const name = line.slice(1).trim();
      tables.fields.set(name.toLowerCase(), this.field(name, classOf(this), true, true));
      return;
    }
    const method = /^(static )?(?:(.+?) )?([\w]+)\((.*)\)$/.exec(line);
    if (method) {
      const isConstructor = method[3] === 'new' && !method[2];
      const parameters = splitArguments(method[4]!).filter(Boolean).map((text) => {
        const space = text.lastIndexOf(' ');
        return { name: text.slice(space + 1), type: this.catalogue.parseType(text.slice(0, space), this.home, this.typeParameters) };
      });
      const symbol: MethodSymbol = {
        name: method[3]!, owner: this, isConstructor, access: 'global', isStatic: Boolean(method[1]), isAbstract: this.kind === 'interface', isVirtual: true,
        isOverride: false, isTestMethod: false, annotations: [], returnType: isConstructor ? T.void : this.catalogue.parseType(method[2] ?? 'void', this.home, this.typeParameters),
        parameters, slot: slotOf(isConstructor ? '$new' : method[3]!, parameters.map((parameter) => typeKey(erase(parameter.type)))), bridgeSlots: [], libraryKey: line, declaration: null,
      };
      if (isConstructor) tables.constructors.push(symbol);
      else {
        const list = tables.methods.get(symbol.name.toLowerCase());
        if (list) list.push(symbol);
        else tables.methods.set(symbol.name.toLowerCase(), [symbol]);
      }
      return;
    }
    const field = /^(static )?(.+?) (\w+)(?: \{\})?$/.exec(line);
    if (field) tables.fields.set(field[3]!.toLowerCase(), this.field(field[3]!, this.catalogue.parseType(field[2]!, this.home, this.typeParameters), Boolean(field[1]), false));
  }

  private field(name: string, type: ApexType, isStatic: boolean, isFinal: boolean): FieldSymbol {
    return { kind: 'field', name, type, owner: this, access: 'global', isStatic, isFinal, isTransient: false, annotations: [], slot: `f_${name.toLowerCase()}`, getter: null, setter: null, isVirtual: false };
  }
}
