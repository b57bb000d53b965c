import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

const url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const USER_PRESENT_AND_VERIFIED = 0x05;
const HAS_KEY = 0x40;

/** A passkey in software: answers WebAuthn's ceremonies as a browser with an authenticator does. */
export class Authenticator {
  readonly #id = randomBytes(16);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #origin: string;
  #counter = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  register(options: PublicKeyCredentialCreationOptionsJSON): RegistrationResponseJSON {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    // COSE: an EC2 key for ES256 on P-256.
    const key = new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const authData = Buffer.concat([this.#head(options.rp.id ?? '', USER_PRESENT_AND_VERIFIED | HAS_KEY), Buffer.alloc(16), length, this.#id, isoCBOR.encode(key)]);
    const attestationObject = isoCBOR.encode(new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', new Uint8Array(authData)]]) as never);
    return {
      id: url(this.#id), rawId: url(this.#id), type: 'public-key', clientExtensionResults: {},
      response: { clientDataJSON: url(this.#clientData('webauthn.create', options.challenge)), attestationObject: url(attestationObject) },
    };
  }

  signIn(options: PublicKeyCredentialRequestOptionsJSON): AuthenticationResponseJSON {
    this.#counter++;
    const authenticatorData = this.#head(options.rpId ?? '', USER_PRESENT_AND_VERIFIED);
    const clientData = this.#clientData('webauthn.get', options.challenge);
    const signature = createSign('sha256').update(authenticatorData).update(createHash('sha256').update(clientData).digest()).sign(this.#keys.privateKey);
    return {
      id: url(this.#id), rawId: url(this.#id), type: 'public-key', clientExtensionResults: {},
      response: { clientDataJSON: url(clientData), authenticatorData: url(authenticatorData), signature: url(signature) },
    };
  }

  #head(rpId: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter]);
  }

  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }));
  }
}
