import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, enumConstant, typed } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';
import { XmlReader, XmlSyntaxError, type XmlAttribute, type XmlDeclaration, type XmlEvent, type XmlName } from './events.ts';

/** Events by the names and numbers of StAX. */
const CODES = { START_ELEMENT: 1, END_ELEMENT: 2, PROCESSING_INSTRUCTION: 3, CHARACTERS: 4, COMMENT: 5, START_DOCUMENT: 7, END_DOCUMENT: 8, DTD: 11, CDATA: 12 } as const;
type Tag = keyof typeof CODES;
const TAGS: Readonly<Record<XmlEvent['kind'], Tag>> = { start: 'START_ELEMENT', end: 'END_ELEMENT', text: 'CHARACTERS', cdata: 'CDATA', comment: 'COMMENT', doctype: 'DTD', instruction: 'PROCESSING_INSTRUCTION' };

class ApexXmlStreamReader extends ApexObject {
  readonly reader: XmlReader;
  private event: XmlEvent | null = null;
  private ahead: XmlEvent | null | undefined;
  private isEnded = false;
  isCoalescing = false;

  constructor(xml: string) {
    super();
    this.reader = new XmlReader(xml);
  }

  get tag(): Tag { return this.event ? TAGS[this.event.kind] : this.isEnded ? 'END_DOCUMENT' : 'START_DOCUMENT'; }
  get hasNext(): boolean { return !this.isEnded; }

  private read(): XmlEvent | null {
    if (this.ahead !== undefined) {
      const event = this.ahead;
      this.ahead = undefined;
      return event;
    }
    try {
      return this.reader.next();
    } catch (error) {
      if (error instanceof XmlSyntaxError) return fail('System.XmlException', `ParseError at [row,col]:[${error.line},${error.column}]\nMessage: ${error.message}`);
      throw error;
    }
  }

  next(): number {
    if (this.isEnded) fail('System.XmlException', 'END_DOCUMENT reached: no more elements on the stream.');
    this.event = this.read();
    if (!this.event) this.isEnded = true;
    else if (this.isCoalescing && (this.event.kind === 'text' || this.event.kind === 'cdata')) {
      let { text } = this.event;
      let following = this.read();
      for (; following && (following.kind === 'text' || following.kind === 'cdata'); following = this.read()) text += following.text;
      this.ahead = following;
      this.event = { kind: 'text', text };
    }
    return CODES[this.tag];
  }

  nextTag(): number {
    let code = this.next();
    while (this.tag === 'COMMENT' || this.tag === 'PROCESSING_INSTRUCTION' || ((this.tag === 'CHARACTERS' || this.tag === 'CDATA') && this.text.trim() === '')) code = this.next();
    if (this.tag !== 'START_ELEMENT' && this.tag !== 'END_ELEMENT') fail('System.XmlException', `found: ${this.tag}, expected START_ELEMENT or END_ELEMENT`);
    return code;
  }

  /** The name of an element's start or end. */
  name(method: string): XmlName {
    const { event } = this;
    return event?.kind === 'start' || event?.kind === 'end' ? event.name : fail('System.XmlException', `Method ${method}() cannot be called for ${this.tag} event.`);
  }

  get attributes(): readonly XmlAttribute[] {
    return this.event?.kind === 'start' ? this.event.attributes : fail('System.XmlException', 'Current state is not among the states START_ELEMENT, ATTRIBUTE valid for getAttributeCount()');
  }

  attribute(index: number | null): XmlAttribute | null { return this.attributes[index ?? failNull()] ?? null; }

  get declarations(): readonly XmlDeclaration[] {
    const { event } = this;
    return event?.kind === 'start' || event?.kind === 'end' ? event.declarations : fail('System.XmlException', `Current event state is ${this.tag} is not among the states START_ELEMENT, END_ELEMENT, NAMESPACE valid for getNamespaceCount().`);
  }

  get hasText(): boolean { return this.event !== null && 'text' in this.event; }
  get text(): string {
    const { event } = this;
    return event && 'text' in event ? event.text : fail('System.XmlException', `Current state ${this.tag} is not among the states CHARACTERS, COMMENT, CDATA, SPACE, ENTITY_REFERENCE, DTD valid for getText()`);
  }

  instruction(): { target: string; data: string | null } {
    return this.event?.kind === 'instruction' ? this.event : fail('System.XmlException', `Current state of the parser is ${this.tag} But Expected state is PROCESSING_INSTRUCTION`);
  }
}
typed(ApexXmlStreamReader, 'System.XmlStreamReader');
export const newStreamReader = (xml: string): ApexXmlStreamReader => new ApexXmlStreamReader(xml);

/** Source: Apex Reference, XmlStreamReader Class; events and errors as StAX has them. */
defineLibraryClass({
  name: 'System.XmlStreamReader',
  members: {
    'new(String xmlInput)': (xml: string | null) => new ApexXmlStreamReader(xml ?? failNull('Argument cannot be null.')),
    'Integer getAttributeCount()': (self: ApexXmlStreamReader) => self.attributes.length,
    'String getAttributeLocalName(Integer index)': (self: ApexXmlStreamReader, index: number) => self.attribute(index)?.local ?? null,
    'String getAttributeNamespace(Integer index)': (self: ApexXmlStreamReader, index: number) => self.attribute(index)?.namespace ?? null,
    'String getAttributePrefix(Integer index)': (self: ApexXmlStreamReader, index: number) => self.attribute(index)?.prefix ?? null,
    'String getAttributeType(Integer index)': (self: ApexXmlStreamReader, index: number) => (self.attribute(index) ? 'CDATA' : null),
    'String getAttributeValue(String namespaceUri, String localName)': (self: ApexXmlStreamReader, namespace: string | null, local: string | null) => self.attributes.find((one) => one.local === local && (!namespace || one.namespace === namespace))?.value ?? null,
    'String getAttributeValueAt(Integer index)': (self: ApexXmlStreamReader, index: number) => self.attribute(index)?.value ?? null,
    'System.XmlTag getEventType()': (self: ApexXmlStreamReader) => enumConstant('System.XmlTag', self.tag),
    'String getLocalName()': (self: ApexXmlStreamReader) => self.name('getLocalName').local,
    'String getNamespace()': (self: ApexXmlStreamReader) => self.name('getNamespaceURI').namespace,
    'Integer getNamespaceCount()': (self: ApexXmlStreamReader) => self.declarations.length,
    'String getNamespacePrefix(Integer index)': (self: ApexXmlStreamReader, index: number | null) => self.declarations[index ?? failNull()]?.prefix ?? null,
    'String getNamespaceURI(String prefix)': (self: ApexXmlStreamReader, prefix: string | null) => self.reader.namespaceOf(prefix || null),
    'String getNamespaceURIAt(Integer index)': (self: ApexXmlStreamReader, index: number | null) => self.declarations[index ?? failNull()]?.uri ?? null,
    'String getPIData()': (self: ApexXmlStreamReader) => self.instruction().data,
    'String getPITarget()': (self: ApexXmlStreamReader) => self.instruction().target,
    'String getPrefix()': (self: ApexXmlStreamReader) => self.name('getPrefix').prefix,
    'String getText()': (self: ApexXmlStreamReader) => self.text,
    'String getVersion()': (self: ApexXmlStreamReader) => self.reader.version,
    'Boolean hasName()': (self: ApexXmlStreamReader) => self.tag === 'START_ELEMENT' || self.tag === 'END_ELEMENT',
    'Boolean hasNext()': (self: ApexXmlStreamReader) => self.hasNext,
    'Boolean hasText()': (self: ApexXmlStreamReader) => self.hasText,
    'Boolean isCharacters()': (self: ApexXmlStreamReader) => self.tag === 'CHARACTERS',
    'Boolean isEndElement()': (self: ApexXmlStreamReader) => self.tag === 'END_ELEMENT',
    'Boolean isStartElement()': (self: ApexXmlStreamReader) => self.tag === 'START_ELEMENT',
    'Boolean isWhiteSpace()': (self: ApexXmlStreamReader) => (self.tag === 'CHARACTERS' || self.tag === 'CDATA') && self.text.trim() === '',
    'Integer next()': (self: ApexXmlStreamReader) => self.next(),
    'Integer nextTag()': (self: ApexXmlStreamReader) => self.nextTag(),
    'void setCoalescing(Boolean returnAsSingleBlock)': (self: ApexXmlStreamReader, value: boolean | null) => { self.isCoalescing = value ?? failNull('Argument cannot be null.'); },
  },
});
