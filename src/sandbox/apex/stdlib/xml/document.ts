import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';
import { XmlReader, XmlSyntaxError } from './events.ts';
import { ApexXmlNode } from './node.ts';

export class ApexDocument extends ApexObject {
  root: ApexXmlNode | null = null;

  static parse(xml: string): ApexDocument {
    const document = new ApexDocument();
    document.load(xml);
    return document;
  }

  load(xml: string): void {
    try {
      this.root = parseDocument(xml);
    } catch (error) {
      if (error instanceof XmlSyntaxError) fail('System.XmlException', `Failed to parse XML due to: ${error.message} (position: @${error.line}:${error.column})`);
      throw error;
    }
  }

  toXml(): string {
    return `<?xml version="1.0" encoding="UTF-8"?>${this.root ? this.root.write(new Map()) : ''}`;
  }
}
typed(ApexDocument, 'Dom.Document');

/** The root element of a text. */
function parseDocument(xml: string): ApexXmlNode {
  const reader = new XmlReader(xml);
  let root: ApexXmlNode | null = null;
  let parent = null as ApexXmlNode | null;
  for (let event = reader.next(); event; event = reader.next()) {
    switch (event.kind) {
      case 'start': {
        const element: ApexXmlNode = ApexXmlNode.element(event.name.local, event.name.namespace, event.name.prefix);
        for (const { prefix, uri } of event.declarations) element.declarations.set(prefix ?? '', uri);
        element.attributes = event.attributes.map(({ local, namespace, prefix, value }) => ({ name: local, namespace, prefix, value, valueNamespace: null }));
        parent?.add(element);
        root ??= element;
        parent = element;
        break;
      }
      case 'end': parent = parent?.parent ?? null; break;
      case 'text': case 'cdata': {
        const last: ApexXmlNode | undefined = parent?.children.at(-1);
        if (last?.type === 'TEXT') parent!.children.pop();
        parent?.add(new ApexXmlNode('TEXT', { content: (last?.type === 'TEXT' ? last.content : '') + event.text }));
        break;
      }
      case 'comment': parent?.add(new ApexXmlNode('COMMENT', { content: event.text })); break;
      default: break;
    }
  }
  return root!;
}

/** Source: Apex Reference, Document Class. */
defineLibraryClass({
  name: 'Dom.Document',
  members: {
    'new()': () => new ApexDocument(),
    'Dom.XmlNode createRootElement(String name, String namespace, String prefix)': (self: ApexDocument, name: string | null, namespace: string | null, prefix: string | null) => (self.root = ApexXmlNode.element(name, namespace, prefix)),
    'Dom.XmlNode getRootElement()': (self: ApexDocument) => self.root,
    'void load(String xml)': (self: ApexDocument, xml: string | null) => self.load(xml ?? failNull('Argument cannot be null.')),
    'String toXmlString()': (self: ApexDocument) => self.toXml(),
  },
});
