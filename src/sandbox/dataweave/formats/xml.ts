/** Elements as members: repeated ones repeat the name, attributes hang on it. Source: DataWeave Reference, XML Format. */
import { escapeXmlText, XmlReader, XmlSyntaxError, type XmlEvent } from '../../apex/stdlib/xml/events.ts';
import { failScript } from '../errors.ts';
import { described, textOrNull } from '../evaluate/coerce.ts';
import { attributed, isArray, itemsOf, KeyValue, NamespaceValue, ObjectValue, TextValue, type Member, type Value } from '../values/values.ts';
import { flagOf, stringOf, type Properties } from './properties.ts';

const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

export function readXml(text: string, properties: Properties): Value {
  const reader = new XmlReader(text.trimStart());
  try {
    for (let event = reader.next(); event; event = reader.next()) {
      if (event.kind === 'start') return new ObjectValue([readElement(reader, event, stringOf(properties, 'nullValueOn', 'blank'))]);
    }
  } catch (error) {
    if (error instanceof XmlSyntaxError) return failScript(`Unable to parse XML: ${error.message}`);
    throw error;
  }
  return null;
}

type Start = XmlEvent & { kind: 'start' };
const namespaceOf = ({ prefix, namespace }: { readonly prefix: string | null; readonly namespace: string | null }): NamespaceValue | null => (namespace === null ? null : new NamespaceValue(prefix ?? '', namespace));

function readElement(reader: XmlReader, start: Start, nullOn: string): Member {
  const given = start.attributes.map((one): Member => ({ key: new KeyValue(one.local, namespaceOf(one)), value: one.value }));
  const key = new KeyValue(start.name.local, namespaceOf(start.name), given.length > 0 ? new ObjectValue(given) : null);
  const members: Member[] = [];
  let text = '';
  let isCData = false;
  for (let event = reader.next(); event && event.kind !== 'end'; event = reader.next()) {
    if (event.kind === 'start') members.push(readElement(reader, event, nullOn));
    else if (event.kind === 'text' || event.kind === 'cdata') {
      text += event.text;
      isCData ||= event.kind === 'cdata';
    }
  }
  if (members.length > 0) {
    // Text between elements is a member of its own.
    if (text.trim() !== '') members.push({ key: new KeyValue('__text'), value: text.trim() });
    return attributed({ key, value: new ObjectValue(members) });
  }
  const isNil = start.attributes.some((one) => one.local === 'nil' && one.namespace === INSTANCE && one.value === 'true');
  if (isNil || (!isCData && ((nullOn === 'blank' && text.trim() === '') || (nullOn === 'empty' && text === '')))) return { key, value: null };
  return attributed({ key, value: isCData || given.length > 0 ? new TextValue(text, isCData) : text });
}

export function writeXml(value: Value, properties: Properties): string {
  const root = value instanceof ObjectValue ? value : failScript(`Trying to output non-whitespace characters outside main element tree (in prolog or epilog), while writing Xml: ${described(value)}`);
  if (root.members.length > 1) failScript('Trying to output second root, <' + root.members[1]!.key.name + '>, while writing Xml');
  if (root.members.length === 0) failScript('XML needs a root element, but the object is empty');
  return new XmlWriter(properties).document(root.members[0]!);
}

class XmlWriter {
  private readonly properties: Properties;
  private readonly isIndented: boolean;
  private readonly skips: string;
  constructor(properties: Properties) {
    this.properties = properties;
    this.isIndented = flagOf(properties, 'indent', true);
    this.skips = stringOf(properties, 'skipNullOn', '');
  }

  document(root: Member): string {
    const encoding = stringOf(this.properties, 'encoding', 'UTF-8');
    const quote = flagOf(this.properties, 'doubleQuoteInDeclaration', false) ? '"' : "'";
    const declaration = flagOf(this.properties, 'writeDeclaration', true) ? `<?xml version=${quote}1.0${quote} encoding=${quote}${encoding}${quote}?>${this.isIndented ? '\n' : ''}` : '';
    return declaration + this.element(root, '', new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]));
  }

  /** `known`: namespaces by their prefixes, as declared around the element. */
  private element({ key, value }: Member, indent: string, known: ReadonlyMap<string, string>): string {
    const declared = new Map(known);
    const added: string[] = [];
    const name = this.nameOf(key, declared, added);
    const attributes = (key.attributes?.members ?? []).flatMap((one) => {
      if (one.value === null && (this.skips === 'attributes' || this.skips === 'everywhere')) return [];
      return [`${this.nameOf(one.key, declared, added)}="${this.escapeAttribute(one.value === null ? '' : (textOrNull(one.value) ?? failScript(`Cannot coerce ${described(one.value)} to String`)))}"`];
    });
    if (value === null && flagOf(this.properties, 'writeNilOnNull', false)) attributes.push(`${this.nameOf(new KeyValue('nil', new NamespaceValue('xsi', INSTANCE)), declared, added)}="true"`);
    const open = [name, ...added, ...attributes].join(' ');
    const content = this.content(value, indent, declared);
    if (content !== '') return `<${open}>${content}</${name}>`;
    const isInline = value === null || value instanceof ObjectValue || isArray(value) || value === '' ? stringOf(this.properties, 'inlineCloseOn', 'empty') !== 'none' : false;
    return isInline ? `<${open}/>` : `<${open}></${name}>`;
  }

  private nameOf(key: KeyValue, declared: Map<string, string>, added: string[]): string {
    if (!key.namespace) return key.name;
    const { prefix, uri } = key.namespace;
    if (declared.get(prefix) !== uri) {
      declared.set(prefix, uri);
      added.push(`xmlns${prefix === '' ? '' : `:${prefix}`}="${uri}"`);
    }
    return prefix === '' ? key.name : `${prefix}:${key.name}`;
  }

  private content(value: Value, indent: string, known: ReadonlyMap<string, string>): string {
    if (value === null) return '';
    if (value instanceof TextValue && value.isCData) return `<![CDATA[${value.text}]]>`;
    if (isArray(value)) return failScript(`Cannot coerce Array (${described(value).slice(7, -1)}) to String`);
    if (!(value instanceof ObjectValue)) return this.escape(textOrNull(value) ?? failScript(`Cannot coerce ${described(value)} to String`));
    const inner = this.isIndented ? `${indent}  ` : '';
    const parts = value.members.flatMap((member) => this.member(member, inner, known));
    if (parts.length === 0) return '';
    return this.isIndented ? `\n${parts.map((part) => inner + part).join('\n')}\n${indent}` : parts.join('');
  }

  /** An array as the value of a name repeats the element. */
  private member(member: Member, indent: string, known: ReadonlyMap<string, string>): string[] {
    if (member.key.name === '__text') return [this.escape(textOrNull(member.value) ?? '')];
    if (member.value === null && (this.skips === 'elements' || this.skips === 'everywhere')) return [];
    if (member.value !== null && isArray(member.value)) return itemsOf(member.value).flatMap((item) => this.member({ key: member.key, value: item }, indent, known));
    return [this.element(member, indent, known)];
  }

  private escape(text: string): string {
    let out = escapeXmlText(text);
    if (!flagOf(this.properties, 'escapeGT', false)) out = out.replaceAll('&gt;', '>');
    return flagOf(this.properties, 'escapeCR', false) ? out.replaceAll('\r', '&#xd;') : out;
  }

  private escapeAttribute(text: string): string {
    return this.escape(text).replaceAll('"', '&quot;').replaceAll('\n', '&#xa;');
  }
}
