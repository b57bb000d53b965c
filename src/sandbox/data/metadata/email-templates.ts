/** Email templates: a description, and beside it the content. Source: Metadata API Developer Guide, EmailTemplate; Object Reference, EmailTemplate. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { SeedValues } from '../bootstrap.ts';
import { flag, text } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** What isn't in a folder of its own. */
export const UNFILED = 'unfiled$public';

export interface EmailTemplateSource {
  readonly namespace: string | null;
  readonly name: string;
  /** Developer name of the folder; `unfiled$public` for none. */
  readonly folder: string;
  readonly values: SeedValues;
}

/** `file` ends in `.email-meta.xml`. */
export function readEmailTemplate(element: XmlElement, name: string, namespace: string | null, file: string): EmailTemplateSource {
  const path = file.replace(/-meta\.xml$/, '');
  const content = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const type = text(element, 'type') ?? 'text';
  return {
    namespace, name, folder: basename(dirname(file)),
    values: {
      Name: text(element, 'name') ?? name, Subject: text(element, 'subject'), Description: text(element, 'description'), TemplateType: type, TemplateStyle: text(element, 'style') ?? 'none',
      Encoding: text(element, 'encodingKey') ?? 'UTF-8', IsActive: flag(element, 'available'), UiType: text(element, 'uiType') ?? 'Aloha', RelatedEntityType: text(element, 'relatedEntityType'), TimesUsed: 0,
      ApiVersion: Number(text(element, 'apiVersion') ?? 60),
      Body: type === 'text' ? content : text(element, 'textOnly'), HtmlValue: type === 'html' || type === 'custom' ? content : null, Markup: type === 'visualforce' ? content : null,
    },
  };
}
