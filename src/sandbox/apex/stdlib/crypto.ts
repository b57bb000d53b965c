import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ApexBlob } from '../runtime/blob.ts';
import { chargeCpu } from '../runtime/accounting.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { current } from '../runtime/transaction.ts';

const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);
const blob = (bytes: Uint8Array): ApexBlob => new ApexBlob(new Uint8Array(bytes));
/** The bytes of an argument that is worked through. */
const bytesOf = (value: ApexBlob | null): Uint8Array => {
  const { bytes } = required(value);
  chargeCpu('cryptoByte', bytes.length);
  return bytes;
};
const DIGESTS: Readonly<Record<string, string>> = {
  MD5: 'md5', SHA1: 'sha1', 'SHA-1': 'sha1', SHA256: 'sha256', 'SHA-256': 'sha256', SHA384: 'sha384', 'SHA-384': 'sha384', SHA512: 'sha512', 'SHA-512': 'sha512', 'SHA3-256': 'sha3-256', 'SHA3-384': 'sha3-384', 'SHA3-512': 'sha3-512',
};
const digestOf = (name: string): string => DIGESTS[required(name).toUpperCase()] ?? fail('System.SecurityException', `${name} MessageDigest not available`);
const macOf = (name: string): string => DIGESTS[required(name).toUpperCase().replace(/^HMAC/, '')] ?? fail('System.SecurityException', `${name} is not a supported MAC algorithm`);
const cipherOf = (name: string, key: ApexBlob): string => {
  const bits = Number(/^AES(128|192|256)$/i.exec(required(name))?.[1] ?? fail('System.SecurityException', `Algorithm ${name} not available`));
  if (required(key).bytes.length * 8 !== bits) fail('System.InvalidParameterValueException', `Invalid private key. Must be ${bits / 8} bytes.`);
  return `aes-${bits}-cbc`;
};
const encrypt = (name: string, key: ApexBlob, iv: Uint8Array, text: ApexBlob): Uint8Array => {
  const cipher = createCipheriv(cipherOf(name, key), key.bytes, iv);
  return Buffer.concat([cipher.update(bytesOf(text)), cipher.final()]);
};
const decrypt = (name: string, key: ApexBlob, iv: Uint8Array, text: Uint8Array): ApexBlob => {
  try {
    const cipher = createDecipheriv(cipherOf(name, key), key.bytes, iv);
    return blob(Buffer.concat([cipher.update(text), cipher.final()]));
  } catch (error) {
    if (error instanceof Error && 'code' in error) fail('System.SecurityException', 'Given final block not properly padded. Such issues can arise if a bad key is used during decryption.');
    throw error;
  }
};
const mac = (name: string, input: ApexBlob, key: ApexBlob): Buffer => createHmac(macOf(name), required(key).bytes).update(bytesOf(input)).digest();
const random = (bytes: number): Buffer => Buffer.from(current().source.randomBytes(bytes));

/** Source: Apex Reference, Crypto Class. Signatures have a file of their own. */
defineLibraryClass({
  name: 'System.Crypto',
  members: {
    'static Blob generateDigest(String algorithmName, Blob input)': (name: string, input: ApexBlob) => blob(createHash(digestOf(name)).update(bytesOf(input)).digest()),
    'static Blob generateMac(String algorithmName, Blob input, Blob privateKey)': (name: string, input: ApexBlob, key: ApexBlob) => blob(mac(name, input, key)),
    'static Boolean verifyHMac(String algorithmName, Blob data, Blob privateKey, Blob macToVerify)': (name: string, data: ApexBlob, key: ApexBlob, given: ApexBlob) => {
      const expected = mac(name, data, key);
      return expected.length === required(given).bytes.length && timingSafeEqual(expected, given.bytes);
    },
    'static Blob generateAesKey(Integer size)': (size: number) => blob(random(required(size) / 8)),
    'static Integer getRandomInteger()': () => random(4).readInt32BE(),
    'static Long getRandomLong()': () => random(8).readBigInt64BE(),
    'static Blob encrypt(String algorithmName, Blob secretKey, Blob initializationVector, Blob clearText)': (name: string, key: ApexBlob, iv: ApexBlob, text: ApexBlob) => blob(encrypt(name, key, required(iv).bytes, text)),
    'static Blob decrypt(String algorithmName, Blob secretKey, Blob initializationVector, Blob cipherText)': (name: string, key: ApexBlob, iv: ApexBlob, text: ApexBlob) => decrypt(name, key, required(iv).bytes, required(text).bytes),
    'static Blob encryptWithManagedIV(String algorithmName, Blob secretKey, Blob clearText)': (name: string, key: ApexBlob, text: ApexBlob) => {
      const iv = random(16);
      return blob(Buffer.concat([iv, encrypt(name, key, iv, text)]));
    },
    'static Blob decryptWithManagedIV(String algorithmName, Blob secretKey, Blob IVAndCipherText)': (name: string, key: ApexBlob, text: ApexBlob) => decrypt(name, key, required(text).bytes.subarray(0, 16), text.bytes.subarray(16)),
  },
});
