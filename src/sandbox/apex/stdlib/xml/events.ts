/** Reads XML 1.0 with namespaces event by event. Source: W3C Extensible Markup Language 1.0, Namespaces in XML 1.0. */
export interface XmlName { readonly prefix: string | null; readonly local: string; readonly namespace: string | null }
export interface XmlAttribute extends XmlName { readonly value: string }
export interface XmlDeclaration { readonly prefix: string | null; readonly uri: string }

export type XmlEvent =
  | { readonly kind: 'start'; readonly name: XmlName; readonly attributes: readonly XmlAttribute[]; readonly declarations: readonly XmlDeclaration[] }
  | { readonly kind: 'end'; readonly name: XmlName; readonly declarations: readonly XmlDeclaration[] }
  | { readonly kind: 'text' | 'cdata' | 'comment' | 'doctype'; readonly text: string }
  | { readonly kind: 'instruction'; readonly target: string; readonly data: string | null };

export class XmlSyntaxError extends Error {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Whether nothing but the prolog came before. */
  readonly isInProlog: boolean;
  constructor(message: string, line: number, column: number, isInProlog: boolean) {
    super(message);
    this.line = line;
    this.column = column;
    this.isInProlog = isInProlog;
  }
}

const ENTITIES: ReadonlyMap<string, string> = new Map(Object.entries<string>({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));
const NAME = /[\p{L}_:][\p{L}\p{N}\p{M}_:.\u00b7-]*/uy;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

interface OpenElement { readonly name: XmlName; readonly raw: string; readonly declarations: readonly XmlDeclaration[] }

export class XmlReader {
  private readonly text: string;
  private at = 0;
  private readonly open: OpenElement[] = [];
  private hasRoot = false;
  /** The end of an element without content, still to be told. */
  private pendingEnd: OpenElement | null = null;
  version: string | null = null;

  constructor(text: string) {
    this.text = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
    const declaration = /^<\?xml\s([^?]*)\?>/.exec(this.text);
    if (declaration) {
      this.version = /version\s*=\s*["']([^"']*)["']/.exec(declaration[1]!)?.[1] ?? null;
      this.at = declaration[0].length;
    }
  }

  private fail(message: string): never {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    throw new XmlSyntaxError(message, line, this.at - before.lastIndexOf('\n'), !this.hasRoot);
  }

  /** null at the end of the document. */
  next(): XmlEvent | null {
    if (this.pendingEnd) {
      const { name, declarations } = this.pendingEnd;
      this.pendingEnd = null;
      this.open.pop();
      return { kind: 'end', name, declarations };
    }
    if (this.open.length === 0) {
      this.at += /^\s*/.exec(this.text.slice(this.at))![0].length;
      if (this.at >= this.text.length) return this.hasRoot ? null : this.fail('Premature end of file.');
      if (this.text[this.at] !== '<') this.fail(this.hasRoot ? 'Content is not allowed in trailing section.' : 'Content is not allowed in prolog.');
    }
    if (this.at >= this.text.length) this.fail('XML document structures must start and end within the same entity.');
    if (this.text[this.at] !== '<') return this.characters();
    if (this.text.startsWith('<!--', this.at)) return { kind: 'comment', text: this.until('<!--', '-->') };
    if (this.text.startsWith('<![CDATA[', this.at) && this.open.length) return { kind: 'cdata', text: this.until('<![CDATA[', ']]>') };
    if (this.text.startsWith('<!DOCTYPE', this.at) && !this.hasRoot) return this.doctype();
    if (this.text.startsWith('<?', this.at)) return this.instruction();
    if (this.text.startsWith('</', this.at)) return this.endTag();
    if (this.hasRoot && this.open.length === 0) this.fail('The markup in the document following the root element must be well-formed.');
    return this.startTag();
  }

  private until(open: string, close: string): string {
    const start = this.at + open.length;
    const end = this.text.indexOf(close, start);
    if (end < 0) this.fail('XML document structures must start and end within the same entity.');
    this.at = end + close.length;
    return this.text.slice(start, end);
  }

  private characters(): XmlEvent {
    const end = this.text.indexOf('<', this.at);
    const raw = this.text.slice(this.at, end < 0 ? undefined : end);
    const text = this.decode(raw);
    this.at += raw.length;
    return { kind: 'text', text };
  }

  private decode(raw: string): string {
    return raw.replace(/&([^;\s&<]*);?/g, (whole, name: string) => {
      if (!whole.endsWith(';')) return this.fail(name ? `The reference to entity "${name}" must end with the ';' delimiter.` : 'The entity name must immediately follow the \'&\' in the entity reference.');
      const code = /^#(?:x([\da-fA-F]+)|(\d+))$/.exec(name);
      if (code) return String.fromCodePoint(code[1] ? parseInt(code[1], 16) : Number(code[2]));
      return ENTITIES.get(name) ?? this.fail(`The entity "${name}" was referenced, but not declared.`);
    });
  }

  private doctype(): XmlEvent {
    const match = /^<!DOCTYPE[^[>]*(\[[^\]]*\])?\s*>/.exec(this.text.slice(this.at));
    if (!match) this.fail('The document type declaration must end with \'>\'.');
    this.at += match[0].length;
    return { kind: 'doctype', text: match[0] };
  }

  private instruction(): XmlEvent {
    const [, target, data] = /^(\S*)\s*([^]*)$/.exec(this.until('<?', '?>'))!;
    if (target!.toLowerCase() === 'xml') this.fail('The processing instruction target matching "[xX][mM][lL]" is not allowed.');
    return { kind: 'instruction', target: target!, data: data || null };
  }

  private name(what: string): string {
    NAME.lastIndex = this.at;
    const match = NAME.exec(this.text);
    if (!match) return this.fail(what);
    this.at += match[0].length;
    return match[0];
  }

  private space(): boolean {
    const before = this.at;
    while (/^[ \t\n]$/.test(this.text[this.at] ?? '')) this.at++;
    return this.at > before;
  }

  private endTag(): XmlEvent {
    this.at += 2;
    const element = this.open.at(-1);
    const raw = this.name('The content of elements must consist of well-formed character data or markup.');
    if (!element || raw !== element.raw) this.fail(element ? `The element type "${element.raw}" must be terminated by the matching end-tag "</${element.raw}>".` : 'The markup in the document preceding the root element must be well-formed.');
    this.space();
    if (this.text[this.at++] !== '>') this.fail(`The end-tag for element type "${raw}" must end with a '>' delimiter.`);
    this.open.pop();
    return { kind: 'end', name: element.name, declarations: element.declarations };
  }

  private startTag(): XmlEvent {
    this.at++;
    const raw = this.name(this.hasRoot ? 'The content of elements must consist of well-formed character data or markup.' : 'The markup in the document preceding the root element must be well-formed.');
    const pairs: [string, string][] = [];
    let isEmpty = false;
    for (;;) {
      const isApart = this.space();
      if (this.text.startsWith('/>', this.at)) {
        this.at += 2;
        isEmpty = true;
        break;
      }
      if (this.text[this.at] === '>') {
        this.at++;
        break;
      }
      const wrong = `Element type "${raw}" must be followed by either attribute specifications, ">" or "/>".`;
      if (!isApart) this.fail(wrong);
      pairs.push(this.attribute(raw, wrong, pairs));
    }
    this.hasRoot = true;
    const declarations = pairs.filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:')).map(([key, uri]) => ({ prefix: key === 'xmlns' ? null : key.slice(6), uri }));
    const element: OpenElement = { raw, declarations, name: { prefix: null, local: raw, namespace: null } };
    this.open.push(element);
    const name = this.resolve(raw, true);
    this.open[this.open.length - 1] = { raw, declarations, name };
    const attributes = pairs.filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:')).map(([key, value]) => ({ ...this.resolve(key, false), value }));
    if (isEmpty) this.pendingEnd = this.open.at(-1)!;
    return { kind: 'start', name, attributes, declarations };
  }

  private attribute(element: string, wrong: string, before: readonly (readonly [string, string])[]): [string, string] {
    const key = this.name(wrong);
    this.space();
    if (this.text[this.at] !== '=') this.fail(`Attribute name "${key}" associated with an element type "${element}" must be followed by the ' = ' character.`);
    this.at++;
    this.space();
    const quote = this.text[this.at];
    if (quote !== '"' && quote !== "'") this.fail(`Open quote is expected for attribute "${key}" associated with an  element type  "${element}".`);
    const end = this.text.indexOf(quote, this.at + 1);
    const value = this.text.slice(this.at + 1, end < 0 ? undefined : end);
    if (end < 0 || value.includes('<')) this.fail(`The value of attribute "${key}" associated with an element type "${element}" must not contain the '<' character.`);
    if (before.some(([known]) => known === key)) this.fail(`Attribute "${key}" was already specified for element "${element}".`);
    const decoded = this.decode(value.replace(/[\t\n]/g, ' '));
    this.at = end + 1;
    return [key, decoded];
  }

  private resolve(raw: string, isElement: boolean): XmlName {
    const colon = raw.indexOf(':');
    const prefix = colon > 0 ? raw.slice(0, colon) : null;
    const local = raw.slice(colon > 0 ? colon + 1 : 0);
    const namespace = prefix === null && !isElement ? null : this.namespaceOf(prefix);
    if (prefix !== null && namespace === null) this.fail(`The prefix "${prefix}" for ${isElement ? 'element' : 'attribute'} "${raw}" is not bound.`);
    return { prefix, local, namespace };
  }

  /** The namespace that a prefix (null: none) stands for here; null if none. */
  namespaceOf(prefix: string | null): string | null {
    if (prefix === 'xml') return XML_NAMESPACE;
    for (let i = this.open.length - 1; i >= 0; i--) {
      const found = this.open[i]!.declarations.find((declaration) => declaration.prefix === prefix);
      if (found) return found.uri || null;
    }
    return null;
  }
}

export const escapeXmlText = (text: string): string => text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
export const escapeXmlAttribute = (text: string): string => escapeXmlText(text).replace(/"/g, '&quot;');
