/** Replaces personal data so that nothing of it is left, and equal values stay equal. */
import { createHmac } from 'node:crypto';

/** What is masked: persons' contact data, or every text that somebody has typed. */
export type MaskLevel = 'personal' | 'text';

const PERSONAL_TYPES: ReadonlySet<string> = new Set(['Email', 'Phone', 'Url']);
const PERSONAL_NAMES = /^(first|last|middle)?name$|^(mailing|other|billing|shipping|person|home|work)?(street|city|postalcode|state)$|^(suffix|salutation|title|birthdate|fax|assistantname|alias|communitynickname)$/i;
/** Whom messages are from and to, and what they say; what a visitor's form says of the visitor. */
const MESSAGE_NAMES = /^(validated)?(from|to|cc|bcc)(name|address)$|^((text|html)body|headers|subject|company|supplied(name|company|phone))$/i;
const PERSON_OBJECTS: ReadonlySet<string> = new Set(['contact', 'lead', 'user', 'account', 'individual', 'case', 'campaignmember', 'emailmessage']);
const TYPED: ReadonlySet<string> = new Set(['String', 'TextArea', 'LongTextArea', 'Html', 'EncryptedString', 'Email', 'Phone', 'Url', 'Combobox', 'AnyType', 'Json']);
/** Setup data and code names are no one's secrets, and code looks rows up by them. */
const KEPT = /^(developername|namespaceprefix|apiname|sobjecttype|type|usertype|emailencodingkey|languagelocalekey|localesidkey|timezonesidkey)$/i;

/** What matters of an object and its field; types as metadata names them (`LongTextArea`). */
export interface MaskedObject { readonly name: string; readonly isSetup: boolean; readonly kind: string }
export interface MaskedField { readonly name: string; readonly type: string }

export function isMasked(object: MaskedObject, field: MaskedField, level: MaskLevel): boolean {
  if (object.isSetup && object.name !== 'User') return false;
  if (object.kind === 'customMetadata' || KEPT.test(field.name)) return false;
  // What stands in files nobody can tell; histories have what fields had before.
  if (PERSONAL_TYPES.has(field.type) || field.type === 'Base64' || (object.kind === 'history' && field.type === 'AnyType')) return true;
  if (level === 'text') return TYPED.has(field.type);
  return TYPED.has(field.type) && (PERSONAL_NAMES.test(field.name) || MESSAGE_NAMES.test(field.name)) && PERSON_OBJECTS.has(object.name.toLowerCase());
}

/** Masks with a key of its own: the same text becomes the same text, in every object. */
export class Masker {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** Keeps length and kinds of characters, so that formats and lengths still hold; an e-mail leads nowhere. */
  text(value: string, type: string): string {
    if (type === 'Email') return `${this.#scramble(value.slice(0, Math.max(1, value.indexOf('@'))))}@example.invalid`.slice(-80);
    return this.#scramble(value);
  }

  /** Of the same size, and nothing of it. */
  bytes(value: Uint8Array): Uint8Array {
    return Buffer.alloc(value.length, 'x');
  }

  #scramble(value: string): string {
    let block = Buffer.alloc(0);
    let at = 0;
    let masked = '';
    for (let i = 0; i < value.length; i++) {
      if (at === block.length) {
        block = createHmac('sha256', this.#key).update(`${i}:${value.toLowerCase()}`).digest();
        at = 0;
      }
      masked += substitute(value[i] ?? '', block[at++] ?? 0);
    }
    return masked;
  }
}

/** Never the character itself. */
function substitute(character: string, random: number): string {
  const within = (first: string, size: number): string => {
    const offset = character.charCodeAt(0) - first.charCodeAt(0);
    return String.fromCharCode(first.charCodeAt(0) + ((offset + 1 + (random % (size - 1))) % size));
  };
  if (character >= '0' && character <= '9') return within('0', 10);
  if (character >= 'a' && character <= 'z') return within('a', 26);
  if (character >= 'A' && character <= 'Z') return within('A', 26);
  // Letters beyond ASCII, and halves of characters beyond the first plane: an x each.
  return character.charCodeAt(0) > 0x7f ? 'x' : character;
}
