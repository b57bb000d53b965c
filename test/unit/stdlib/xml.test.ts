import { describe } from 'mocha';
import { programs } from '../language/programs.ts';

const SOAP = '<e:Env xmlns:e="urn:e" xmlns="urn:d"><!--c--><Body id="1" e:kind="x">a &amp; b<![CDATA[<c>]]></Body><Empty/></e:Env>';

describe('Dom.Document', () => {
  programs([
    {
      name: 'loads elements, attributes, texts and namespaces',
      code: `Dom.Document d = new Dom.Document(); d.load('${SOAP}'); Dom.XmlNode r = d.getRootElement();
        System.debug(r.getName() + ' ' + r.getNamespace() + ' ' + r.getChildren().size() + ' ' + r.getChildElements().size());
        Dom.XmlNode b = r.getChildElement('Body', 'urn:d');
        System.debug(b.getText()); System.debug(b.getAttribute('id', null) + b.getAttributeValue('kind', 'urn:e') + b.getAttributeValue('none', null));
        System.debug(b.getAttributeCount() + b.getAttributeKeyAt(1) + b.getAttributeKeyNsAt(1));
        System.debug(r.getChildElement('Body', null)); System.debug(b.getParent().getName()); System.debug(b.getNamespaceFor('e') + ' ' + b.getPrefixFor('urn:e'));
        System.debug(r.getChildren()[0].getNodeType()); System.debug(b.getChildren()[0].getNodeType());`,
      prints: ['Env urn:e 3 2', 'a & b<c>', '1xnull', '2kindurn:e', 'null', 'Env', 'urn:e e', 'COMMENT', 'TEXT'],
    },
    {
      name: 'writes what it loaded',
      code: `Dom.Document d = new Dom.Document(); d.load('${SOAP}'); System.debug(d.toXmlString());`,
      prints: ['<?xml version="1.0" encoding="UTF-8"?><e:Env xmlns:e="urn:e" xmlns="urn:d"><!--c--><Body id="1" e:kind="x">a &amp; b&lt;c&gt;</Body><Empty /></e:Env>'],
    },
    {
      name: 'builds a document',
      code: `Dom.Document d = new Dom.Document(); Dom.XmlNode r = d.createRootElement('root', 'urn:r', 'r'); r.setNamespace('x', 'urn:x');
        Dom.XmlNode a = r.addChildElement('a', 'urn:x', null); a.addTextNode('1 < 2'); a.setAttribute('q', '"'); r.addChildElement('b', null, null).addCommentNode(' n ');
        a.setAttributeNs('t', 'v', 'urn:x', null);
        System.debug(d.toXmlString());`,
      prints: ['<?xml version="1.0" encoding="UTF-8"?><r:root xmlns:x="urn:x" xmlns:r="urn:r"><x:a q="&quot;" x:t="v">1 &lt; 2</x:a><b><!-- n --></b></r:root>'],
    },
    {
      name: 'moves and removes nodes and attributes',
      code: `Dom.Document d = new Dom.Document(); d.load('<r><a x="1"/><b/></r>'); Dom.XmlNode r = d.getRootElement();
        Dom.XmlNode a = r.getChildElement('a', null); Dom.XmlNode b = r.getChildElement('b', null);
        r.insertBefore(b, a); System.debug(a.removeAttribute('x', null)); System.debug(a.removeAttribute('x', null)); System.debug(d.toXmlString()); System.debug(r.removeChild(a)); System.debug(r.removeChild(a)); System.debug(d.toXmlString());`,
      prints: ['true', 'false', '<?xml version="1.0" encoding="UTF-8"?><r><b /><a /></r>', 'true', 'false', '<?xml version="1.0" encoding="UTF-8"?><r><b /></r>'],
    },
    { name: 'refuses what is not XML', code: `new Dom.Document().load('text');`, throws: 'System.XmlException: Failed to parse XML due to: Content is not allowed in prolog. (position: @1:1)' },
    { name: 'refuses null', code: 'new Dom.Document().load(null);', throws: 'System.NullPointerException: Argument cannot be null.' },
  ]);
});

describe('XmlStreamReader', () => {
  programs([
    {
      name: 'tells events in order',
      code: `XmlStreamReader r = new XmlStreamReader('<?xml version="1.0"?><?p d?><a x="1"><!--c-->t<b/></a>'); String s = '' + r.getEventType();
        while (r.hasNext()) { r.next(); s += ' ' + r.getEventType(); if (r.hasName()) s += ':' + r.getLocalName(); if (r.hasText()) s += ':' + r.getText(); } System.debug(s);`,
      prints: ['START_DOCUMENT PROCESSING_INSTRUCTION START_ELEMENT:a COMMENT:c CHARACTERS:t START_ELEMENT:b END_ELEMENT:b END_ELEMENT:a END_DOCUMENT'],
    },
    {
      name: 'attributes and namespaces',
      code: `XmlStreamReader r = new XmlStreamReader('<p:a xmlns:p="urn:p" x="1" p:y="2"/>'); System.debug(r.nextTag());
        System.debug(r.getPrefix() + r.getNamespace() + r.getAttributeCount() + r.getAttributeLocalName(1) + r.getAttributePrefix(1) + r.getAttributeNamespace(1) + r.getAttributeValueAt(1) + r.getAttributeValue(null, 'x'));
        System.debug(r.getNamespaceCount() + r.getNamespacePrefix(0) + r.getNamespaceURIAt(0)); System.debug(r.getEventType() == XmlTag.START_ELEMENT); System.debug(r.isStartElement());`,
      prints: ['1', 'purn:p2ypurn:p21', '1purn:p', 'true', 'true'],
    },
    { name: 'texts as one', code: `XmlStreamReader r = new XmlStreamReader('<a>x<![CDATA[y]]>z</a>'); r.setCoalescing(true); r.next(); r.next(); System.debug(r.getText()); r.next(); System.debug(r.isEndElement());`, prints: ['xyz', 'true'] },
    { name: 'a name where there is none', code: `new XmlStreamReader('<a/>').getLocalName();`, throws: 'System.XmlException: Method getLocalName() cannot be called for START_DOCUMENT event.' },
    { name: 'wrong nesting', code: `XmlStreamReader r = new XmlStreamReader('<a>\\n<b></a>'); while (r.hasNext()) r.next();`, throws: 'System.XmlException: ParseError at [row,col]:[2,7]\nMessage: The element type "b" must be terminated by the matching end-tag "</b>".' },
  ]);
});

describe('XmlStreamWriter', () => {
  programs([
    {
      name: 'writes each kind of markup',
      code: `XmlStreamWriter w = new XmlStreamWriter(); w.writeStartDocument(null, '1.0'); w.writeProcessingInstruction('target', 'data'); w.writeStartElement('m', 'Library', 'urn:b'); w.writeNamespace('m', 'urn:b');
        w.writeComment('starts'); w.setDefaultNamespace('urn:d'); w.writeCData('<x>'); w.writeStartElement(null, 'book', null); w.writeDefaultNamespace('urn:d'); w.writeAttribute(null, null, 'by', 'A & "B"');
        w.writeCharacters('1 < 2'); w.writeEndElement(); w.writeEmptyElement(null, 'ISBN', null); w.writeEndElement(); w.writeEndDocument(); System.debug(w.getXmlString()); w.close();`,
      prints: ['<?xml version="1.0"?><?target data?><m:Library xmlns:m="urn:b"><!--starts--><![CDATA[<x>]]><book xmlns="urn:d" by="A &amp; &quot;B&quot;">1 &lt; 2</book><ISBN/></m:Library>'],
    },
  ]);
});
