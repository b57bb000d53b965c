import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { ApexBlob } from '../runtime/blob.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { current } from '../runtime/transaction.ts';

interface Algorithm { readonly kind: 'rsa' | 'ec'; readonly digest: string }

/** Source: Apex Reference, Crypto Class, sign: `RSA` is RSA with SHA1. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  RSA: { kind: 'rsa', digest: 'sha1' },
  ...Object.fromEntries(['SHA1', 'SHA256', 'SHA384', 'SHA512'].map((name) => [`RSA-${name}`, { kind: 'rsa', digest: name.toLowerCase() }])),
  ...Object.fromEntries(['SHA256', 'SHA384', 'SHA512'].map((name) => [`ECDSA-${name}`, { kind: 'ec', digest: name.toLowerCase() }])),
};

const algorithmOf = (name: string | null): Algorithm => ALGORITHMS[(name ?? failNull('Argument 1 cannot be null.')).toUpperCase()] ?? fail('System.InvalidParameterValueException', `Invalid algorithm: ${name!}`);
const bytesOf = (value: ApexBlob | null, position: number): Uint8Array => (value ?? failNull(`Argument ${position} cannot be null.`)).bytes;

/** A key in the DER form that the platform takes: PKCS #8 for private keys, X.509 for public ones. */
function keyOf(kind: Algorithm['kind'], make: () => KeyObject, what: string): KeyObject {
  let key: KeyObject | null = null;
  try {
    key = make();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  return key?.asymmetricKeyType === kind ? key : fail('System.InvalidParameterValueException', `Invalid ${what} key.`);
}

/** Source: Apex Reference, Crypto Class. What needs a certificate of the org isn't here. */
defineLibraryClass({
  name: 'System.Crypto',
  members: {
    'static Blob sign(String algorithmName, Blob input, Blob privateKey)': (name: string | null, input: ApexBlob | null, privateKey: ApexBlob | null) => {
      const { kind, digest } = algorithmOf(name);
      const [data, der] = [bytesOf(input, 2), bytesOf(privateKey, 3)];
      const key = keyOf(kind, () => createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }), 'private');
      // Signatures on elliptic curves hold a random number.
      return new ApexBlob(current().source.ask('signature', () => new Uint8Array(sign(digest, data, key)), () => [data]));
    },
    'static Boolean verify(String algorithmName, Blob data, Blob signature, Blob publicKey)': (name: string | null, data: ApexBlob | null, signature: ApexBlob | null, publicKey: ApexBlob | null) => {
      const { kind, digest } = algorithmOf(name);
      const [content, given, der] = [bytesOf(data, 2), bytesOf(signature, 3), bytesOf(publicKey, 4)];
      return verify(digest, content, keyOf(kind, () => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }), 'public'), given);
    },
  },
});
