/** Metadata XML as plain values, with errors that name the file and the element. */
import { readFileSync } from 'node:fs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface MetadataError { readonly file: string; readonly element: string; readonly message: string }

/** Text, or elements by name; an element that repeats is an array. */
export type XmlValue = string | XmlElement | readonly XmlValue[];
export interface XmlElement { readonly [name: string]: XmlValue | undefined }

const OPTIONS = { ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, htmlEntities: true } as const;
const parser = new XMLParser({ ...OPTIONS, trimValues: true });
const spaceParser = new XMLParser({ ...OPTIONS, trimValues: false });

/** The root element's content, or null with an error added. `others`: further names that the root may have; `keepsSpace`: texts keep blanks around them. */
export function readXml(file: string, root: string, errors: MetadataError[], others: readonly string[] = [], keepsSpace = false): XmlElement | null {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const validity = XMLValidator.validate(text);
  if (validity !== true) {
    errors.push({ file, element: `line ${validity.err.line}`, message: `not well-formed XML: ${validity.err.msg}` });
    return null;
  }
  const document = (keepsSpace ? spaceParser : parser).parse(text) as XmlElement;
  const content = document[[root, ...others].find((name) => document[name] !== undefined) ?? root];
  if (content === undefined) {
    errors.push({ file, element: root, message: `expected the root element <${root}>` });
    return null;
  }
  return typeof content === 'object' && !Array.isArray(content) ? (content as XmlElement) : {};
}

export function children(element: XmlElement, name: string): XmlElement[] {
  const value = element[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((one): one is XmlElement => typeof one === 'object');
}

export function texts(element: XmlElement, name: string): string[] {
  const value = element[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => plain(one as XmlValue)).filter((one) => one !== null);
}

export function text(element: XmlElement, name: string): string | null {
  const value = element[name];
  return value === undefined ? null : plain(Array.isArray(value) ? value[0]! : (value as XmlValue));
}

function plain(value: XmlValue): string | null {
  if (typeof value === 'string') return value;
  const inner = (value as XmlElement)['#text'];
  return typeof inner === 'string' ? inner : null;
}

export function flag(element: XmlElement, name: string): boolean {
  return text(element, name) === 'true';
}
