import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';
import { escapeXmlAttribute, escapeXmlText } from './events.ts';

class ApexXmlStreamWriter extends ApexObject {
  private out = '';
  private readonly open: string[] = [];
  /** How the tag that is being written will end; null behind a finished one. */
  private tagEnd: '>' | '/>' | null = null;

  private finishTag(): void {
    if (this.tagEnd) this.out += this.tagEnd;
    this.tagEnd = null;
  }

  write(text: string): void {
    this.finishTag();
    this.out += text;
  }

  startTag(prefix: string | null, local: string | null, isEmpty: boolean): void {
    const name = qualified(prefix, local);
    this.write(`<${name}`);
    this.tagEnd = isEmpty ? '/>' : '>';
    if (!isEmpty) this.open.push(name);
  }

  attribute(name: string, value: string): void {
    if (!this.tagEnd) fail('System.XmlException', 'Attribute not associated with any element');
    this.out += ` ${name}="${escapeXmlAttribute(value)}"`;
  }

  endTag(): void {
    const name = this.open.pop() ?? fail('System.XmlException', 'No element was found to write');
    this.write(`</${name}>`);
  }

  endAll(): void {
    while (this.open.length) this.endTag();
    this.finishTag();
  }

  get text(): string {
    return this.out + (this.tagEnd ?? '');
  }
}
typed(ApexXmlStreamWriter, 'System.XmlStreamWriter');

const required = (text: string | null): string => text ?? failNull('Argument cannot be null.');
const qualified = (prefix: string | null, local: string | null): string => (prefix ? `${prefix}:${required(local)}` : required(local));

/** Source: Apex Reference, XmlStreamWriter Class. */
defineLibraryClass({
  name: 'System.XmlStreamWriter',
  members: {
    'new()': () => new ApexXmlStreamWriter(),
    'void close()': () => {},
    'String getXmlString()': (self: ApexXmlStreamWriter) => self.text,
    // Only names a namespace for later; nothing is written.
    'void setDefaultNamespace(String uri)': () => {},
    'void writeAttribute(String prefix, String namespaceUri, String localName, String value)': (self: ApexXmlStreamWriter, prefix: string | null, _uri: string | null, local: string | null, value: string | null) => self.attribute(qualified(prefix, local), required(value)),
    'void writeCData(String data)': (self: ApexXmlStreamWriter, data: string | null) => self.write(`<![CDATA[${required(data)}]]>`),
    'void writeCharacters(String text)': (self: ApexXmlStreamWriter, text: string | null) => self.write(escapeXmlText(required(text))),
    'void writeComment(String comment)': (self: ApexXmlStreamWriter, comment: string | null) => self.write(`<!--${required(comment)}-->`),
    'void writeDefaultNamespace(String namespaceUri)': (self: ApexXmlStreamWriter, uri: string | null) => self.attribute('xmlns', required(uri)),
    'void writeEmptyElement(String prefix, String localName, String namespaceUri)': (self: ApexXmlStreamWriter, prefix: string | null, local: string | null) => self.startTag(prefix, local, true),
    'void writeEndDocument()': (self: ApexXmlStreamWriter) => self.endAll(),
    'void writeEndElement()': (self: ApexXmlStreamWriter) => self.endTag(),
    'void writeNamespace(String prefix, String namespaceUri)': (self: ApexXmlStreamWriter, prefix: string | null, uri: string | null) => self.attribute(prefix && prefix !== 'xmlns' ? `xmlns:${prefix}` : 'xmlns', required(uri)),
    'void writeProcessingInstruction(String target, String data)': (self: ApexXmlStreamWriter, target: string | null, data: string | null) => self.write(`<?${required(target)}${data === null ? '' : ` ${data}`}?>`),
    'void writeStartDocument(String encoding, String version)': (self: ApexXmlStreamWriter, encoding: string | null, version: string | null) => self.write(`<?xml version="${version ?? '1.0'}"${encoding === null ? '' : ` encoding="${encoding}"`}?>`),
    'void writeStartElement(String prefix, String localName, String namespaceUri)': (self: ApexXmlStreamWriter, prefix: string | null, local: string | null) => self.startTag(prefix, local, false),
  },
});
