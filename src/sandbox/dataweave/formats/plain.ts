/** Source: DataWeave Reference, Text Plain Format; URL Encoded Format; Text Java Properties Format. */
import { failScript } from '../errors.ts';
import { described, textOrNull } from '../evaluate/coerce.ts';
import { KeyValue, ObjectValue, type Member, type Value } from '../values/values.ts';

export const writeText = (value: Value): string => (value === null ? '' : (textOrNull(value) ?? failScript(`Cannot coerce ${described(value)} to String`)));

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
const encode = (text: string): string => encodeURIComponent(text).replaceAll(/[!'()~]|%20/g, (c) => (c === '%20' ? '+' : `%${c.charCodeAt(0).toString(16).toUpperCase()}`));

export function readUrlEncoded(text: string): Value {
  return new ObjectValue(text.split('&').filter((part) => part !== '').map((part): Member => {
    const at = part.indexOf('=');
    return { key: new KeyValue(decode(at < 0 ? part : part.slice(0, at))), value: at < 0 ? null : decode(part.slice(at + 1)) };
  }));
}

const objectIn = (value: Value, format: string): ObjectValue => (value instanceof ObjectValue ? value : failScript(`${format} expects an object, but it was ${described(value)}`));

export const writeUrlEncoded = (value: Value): string =>
  objectIn(value, 'URL encoded format').members.map(({ key, value: own }) => (own === null ? encode(key.name) : `${encode(key.name)}=${encode(writeText(own))}`)).join('&');

export function readProperties(text: string): Value {
  return new ObjectValue(text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !/^[#!]/.test(line)).map((line): Member => {
    const [, name, value] = /^((?:[^=:\\]|\\.)*)\s*[=:]\s*(.*)$/.exec(line) ?? [line, line, ''];
    return { key: new KeyValue(name!.trim()), value: value! };
  }));
}

export const writeProperties = (value: Value): string => objectIn(value, 'Properties format').members.map(({ key, value: own }) => `${key.name.replaceAll(' ', '\\ ')}=${writeText(own)}\n`).join('');
