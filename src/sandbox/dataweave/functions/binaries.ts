/** Source: DataWeave Reference, Binaries (dw::core::Binaries), Crypto (dw::Crypto) and URL (dw::core::URL). */
import { createHash, createHmac } from 'node:crypto';
import { failScript, NotSupportedHere } from '../errors.ts';
import { decodeBytes, encodeText, textOrNull } from '../evaluate/coerce.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { BinaryValue } from '../values/values.ts';
import { list, type List } from './helpers.ts';

const binary = (bytes: Uint8Array): BinaryValue => new BinaryValue(new Uint8Array(bytes));

export const BINARIES = moduleOf({
  'concatWith(Binary, Binary)': (source: BinaryValue, other: BinaryValue) => binary(Buffer.concat([source.bytes, other.bytes])),
  'concatWith(Binary, Null)': (source: BinaryValue) => source,
  'concatWith(Null, Binary)': (_: null, other: BinaryValue) => other,
  'fromBase64(String)': (text: string) => binary(Buffer.from(text, 'base64')),
  'fromHex(String)': (text: string) => binary(Buffer.from(text, 'hex')),
  'readLinesWith(Binary, String)': (content: BinaryValue, charset: string) => decodeBytes(content.bytes, charset).replace(/\r?\n$/, '').split(/\r?\n/),
  'toBase64(Binary)': (content: BinaryValue) => Buffer.from(content.bytes).toString('base64'),
  'toHex(Binary)': (content: BinaryValue) => Buffer.from(content.bytes).toString('hex').toUpperCase(),
  'writeLinesWith(Array, String)': (lines: List, charset: string) => binary(encodeText(list(lines).map((line) => `${textOrNull(line) ?? ''}\n`).join(''), charset)),
});

const HASHES: ReadonlyMap<string, string> = new Map(Object.entries<string>({ MD2: '', MD5: 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' }));
const hashName = (algorithm: string): string => HASHES.get(algorithm) || failScript(`Unsupported algorithm: ${algorithm}`);
const hmacName = (algorithm: string): string => /^Hmac(SHA(?:1|256|384|512|224)|MD5)$/.exec(algorithm)?.[1]!.toLowerCase() ?? failScript(`Unsupported algorithm: ${algorithm}`);
const hash = (content: BinaryValue, name: string): Buffer => createHash(name).update(content.bytes).digest();
const hmac = (secret: BinaryValue, content: BinaryValue, algorithm = 'HmacSHA1'): Buffer => createHmac(hmacName(algorithm), secret.bytes).update(content.bytes).digest();

export const CRYPTO = moduleOf({
  'hashWith(Binary, String?)': (content: BinaryValue, algorithm?: string) => binary(hash(content, hashName(algorithm ?? 'SHA-1'))),
  'HMACBinary(Binary, Binary, String?)': (secret: BinaryValue, content: BinaryValue, algorithm?: string) => binary(hmac(secret, content, algorithm)),
  'HMACWith(Binary, Binary, String?)': (secret: BinaryValue, content: BinaryValue, algorithm?: string) => hmac(secret, content, algorithm).toString('hex'),
  'MD5(Binary)': (content: BinaryValue) => hash(content, 'md5').toString('hex'),
  'SHA1(Binary)': (content: BinaryValue) => hash(content, 'sha1').toString('hex'),
});

export const URLS = moduleOf({
  'decodeURI(String)': decodeURI,
  'decodeURIComponent(String)': decodeURIComponent,
  'encodeURI(String)': encodeURI,
  'encodeURIComponent(String)': encodeURIComponent,
  'parseURI(String)': () => {
    throw new NotSupportedHere('dw::core::URL::parseURI');
  },
  'compose(Array, Array)': () => {
    throw new NotSupportedHere('dw::core::URL::compose');
  },
});
