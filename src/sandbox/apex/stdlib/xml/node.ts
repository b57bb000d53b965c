import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, enumConstant, listOf, typed } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';
import { escapeXmlAttribute, escapeXmlText } from './events.ts';

export interface NodeAttribute { readonly name: string; readonly namespace: string | null; readonly prefix: string | null; readonly value: string; readonly valueNamespace: string | null }

/** A node of a document: element, text or comment. */
export class ApexXmlNode extends ApexObject {
  readonly type: 'ELEMENT' | 'TEXT' | 'COMMENT';
  readonly name: string | null;
  readonly namespace: string | null;
  readonly prefix: string | null;
  /** Of texts and comments. */
  readonly content: string;
  parent: ApexXmlNode | null = null;
  readonly children: ApexXmlNode[] = [];
  attributes: NodeAttribute[] = [];
  /** Namespace by prefix, '' for the default one. */
  readonly declarations = new Map<string, string>();

  constructor(type: ApexXmlNode['type'], options: { name?: string; namespace?: string | null; prefix?: string | null; content?: string }) {
    super();
    this.type = type;
    this.name = options.name ?? null;
    this.namespace = options.namespace ?? null;
    this.prefix = options.prefix ?? null;
    this.content = options.content ?? '';
  }

  static element(name: string | null, namespace: string | null, prefix: string | null): ApexXmlNode {
    return new ApexXmlNode('ELEMENT', { name: name ?? failNull('Argument cannot be null.'), namespace, prefix: prefix || null });
  }

  add(child: ApexXmlNode): ApexXmlNode {
    child.parent = this;
    this.children.push(child);
    return child;
  }

  get elements(): ApexXmlNode[] { return this.children.filter((child) => child.type === 'ELEMENT'); }
  get text(): string { return this.type === 'ELEMENT' ? this.children.filter((child) => child.type === 'TEXT').map((child) => child.content).join('') : this.content; }

  attribute(name: string | null, namespace: string | null): NodeAttribute | undefined {
    return this.attributes.find((one) => one.name === name && (one.namespace ?? '') === (namespace ?? ''));
  }

  setAttribute(attribute: NodeAttribute): void {
    const at = this.attributes.findIndex((one) => one.name === attribute.name && (one.namespace ?? '') === (attribute.namespace ?? ''));
    if (at < 0) this.attributes.push(attribute);
    else this.attributes[at] = attribute;
  }

  namespaceFor(prefix: string): string | null {
    return this.declarations.get(prefix) ?? this.parent?.namespaceFor(prefix) ?? null;
  }

  prefixFor(namespace: string): string | null {
    for (const [prefix, uri] of this.declarations) if (uri === namespace) return prefix;
    return this.parent?.prefixFor(namespace) ?? null;
  }

  /** As XML; namespaces that a name needs and nothing declares are declared on the way. */
  write(scope: ReadonlyMap<string, string>): string {
    if (this.type === 'TEXT') return escapeXmlText(this.content);
    if (this.type === 'COMMENT') return `<!--${this.content}-->`;
    const declared = new Map(this.declarations);
    const inner = new Map([...scope, ...declared]);
    const declare = (prefix: string, namespace: string): string => {
      if (inner.get(prefix) !== namespace) {
        declared.set(prefix, namespace);
        inner.set(prefix, namespace);
      }
      return prefix;
    };
    const known = (namespace: string, isAttribute: boolean): string | undefined => [...inner].find(([prefix, uri]) => uri === namespace && !(isAttribute && prefix === ''))?.[0];
    const fresh = (): string => { let n = 0; while (inner.has(`ns${n}`)) n++; return `ns${n}`; };
    const prefix = this.namespace === null ? '' : this.prefix !== null ? declare(this.prefix, this.namespace) : (known(this.namespace, false) ?? declare('', this.namespace));
    const name = prefix ? `${prefix}:${this.name!}` : this.name!;
    const attributes = this.attributes.map(({ name: key, namespace, prefix: wished, value }) => {
      const own = namespace ? (known(namespace, true) ?? declare(wished ?? fresh(), namespace)) : '';
      return ` ${own ? `${own}:` : ''}${key}="${escapeXmlAttribute(value)}"`;
    });
    const namespaces = [...declared].map(([key, uri]) => ` xmlns${key ? `:${key}` : ''}="${escapeXmlAttribute(uri)}"`);
    const head = `<${name}${namespaces.join('')}${attributes.join('')}`;
    return this.children.length ? `${head}>${this.children.map((child) => child.write(inner)).join('')}</${name}>` : `${head} />`;
  }
}
typed(ApexXmlNode, 'Dom.XmlNode');

const attributeAt = (self: ApexXmlNode, index: number | null): NodeAttribute | null => self.attributes[index ?? failNull('Argument cannot be null.')] ?? null;
const value = (self: ApexXmlNode, key: string | null, namespace: string | null): string | null => self.attribute(key, namespace)?.value ?? null;
const required = (text: string | null): string => text ?? failNull('Argument cannot be null.');
function detach(child: ApexXmlNode): boolean {
  const siblings = child.parent?.children;
  const at = siblings?.indexOf(child) ?? -1;
  if (at >= 0) siblings!.splice(at, 1);
  child.parent = null;
  return at >= 0;
}

/** Source: Apex Reference, XmlNode Class. */
defineLibraryClass({
  name: 'Dom.XmlNode',
  members: {
    'Dom.XmlNode addChildElement(String name, String namespace, String prefix)': (self: ApexXmlNode, name: string | null, namespace: string | null, prefix: string | null) => self.add(ApexXmlNode.element(name, namespace, prefix)),
    'Dom.XmlNode addCommentNode(String text)': (self: ApexXmlNode, text: string | null) => self.add(new ApexXmlNode('COMMENT', { content: required(text) })),
    'Dom.XmlNode addTextNode(String text)': (self: ApexXmlNode, text: string | null) => self.add(new ApexXmlNode('TEXT', { content: required(text) })),
    'String getAttribute(String key, String keyNamespace)': value,
    'Integer getAttributeCount()': (self: ApexXmlNode) => self.attributes.length,
    'String getAttributeKeyAt(Integer index)': (self: ApexXmlNode, index: number) => attributeAt(self, index)?.name ?? null,
    'String getAttributeKeyNsAt(Integer index)': (self: ApexXmlNode, index: number) => attributeAt(self, index)?.namespace ?? null,
    'String getAttributeValue(String key, String keyNamespace)': value,
    'String getAttributeValueNs(String key, String keyNamespace)': (self: ApexXmlNode, key: string | null, namespace: string | null) => self.attribute(key, namespace)?.valueNamespace ?? null,
    'Dom.XmlNode getChildElement(String name, String namespace)': (self: ApexXmlNode, name: string | null, namespace: string | null) => self.elements.find((child) => child.name === name && (child.namespace ?? '') === (namespace ?? '')) ?? null,
    'Dom.XmlNode[] getChildElements()': (self: ApexXmlNode) => listOf('Dom.XmlNode', self.elements),
    'Dom.XmlNode[] getChildren()': (self: ApexXmlNode) => listOf('Dom.XmlNode', [...self.children]),
    'String getName()': (self: ApexXmlNode) => self.name,
    'String getNamespace()': (self: ApexXmlNode) => self.namespace,
    'String getNamespaceFor(String prefix)': (self: ApexXmlNode, prefix: string | null) => self.namespaceFor(prefix ?? ''),
    'Dom.XmlNodeType getNodeType()': (self: ApexXmlNode) => enumConstant('Dom.XmlNodeType', self.type),
    'Dom.XmlNode getParent()': (self: ApexXmlNode) => self.parent,
    'String getPrefixFor(String namespace)': (self: ApexXmlNode, namespace: string | null) => self.prefixFor(required(namespace)),
    'String getText()': (self: ApexXmlNode) => self.text,
    'Dom.XmlNode insertBefore(Dom.XmlNode newChild, Dom.XmlNode refChild)': (self: ApexXmlNode, child: ApexXmlNode | null, before: ApexXmlNode | null) => {
      const made = child ?? failNull('Argument cannot be null.');
      detach(made);
      const at = before ? self.children.indexOf(before) : self.children.length;
      if (at < 0) fail('System.XmlException', 'The reference node is not a child of this node');
      made.parent = self;
      self.children.splice(at, 0, made);
      return made;
    },
    'Boolean removeAttribute(String key, String keyNamespace)': (self: ApexXmlNode, key: string | null, namespace: string | null) => {
      const found = self.attribute(key, namespace);
      self.attributes = self.attributes.filter((one) => one !== found);
      return found !== undefined;
    },
    'Boolean removeChild(Dom.XmlNode childNode)': (self: ApexXmlNode, child: ApexXmlNode | null) => {
      const unwanted = child ?? failNull('Argument cannot be null.');
      return self.children.includes(unwanted) && detach(unwanted);
    },
    'void setAttribute(String key, String value)': (self: ApexXmlNode, key: string | null, text: string | null) => self.setAttribute({ name: required(key), namespace: null, prefix: null, value: required(text), valueNamespace: null }),
    'void setAttributeNs(String key, String value, String keyNamespace, String valueNamespace)': (self: ApexXmlNode, key: string | null, text: string | null, keyNamespace: string | null, valueNamespace: string | null) => self.setAttribute({ name: required(key), namespace: keyNamespace, prefix: null, value: required(text), valueNamespace }),
    'void setNamespace(String prefix, String namespace)': (self: ApexXmlNode, prefix: string | null, namespace: string | null) => { self.declarations.set(prefix ?? '', required(namespace)); },
  },
});
