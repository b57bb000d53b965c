import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { WireError } from '../../protocol/errors.ts';
import type { Clock } from './clock.ts';
import type { PartnerStore } from './store.ts';
import type { Engineer } from './world.ts';

export interface PasskeysOptions {
  readonly store: PartnerStore;
  readonly clock: Clock;
  /** The partner's name, as the authenticator shows it. */
  readonly partner: string;
  /** `http://localhost:PORT`: where the ceremonies' pages are. */
  readonly origin: () => string;
}

const RP_ID = 'localhost';
const CHALLENGE_MS = 5 * 60_000;

/** Passkeys and security keys of developers (T8): WebAuthn ceremonies on the hub's side. */
export class Passkeys {
  readonly #options: PasskeysOptions;
  /** `register kim@…`: the challenge that the answer must carry, once. */
  readonly #challenges = new Map<string, { readonly challenge: string; readonly expiresAt: number }>();

  constructor(options: PasskeysOptions) {
    this.#options = options;
  }

  async registrationOptions({ userName, name }: Engineer): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { store, partner } = this.#options;
    const options = await generateRegistrationOptions({
      rpName: partner, rpID: RP_ID, userName, userDisplayName: name, attestationType: 'none', excludeCredentials: store.identity.passkeys(userName).map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    });
    this.#remember(`register ${userName}`, options.challenge);
    return options;
  }

  async register({ userName }: Engineer, name: string, response: RegistrationResponseJSON): Promise<void> {
    const { store, clock, origin } = this.#options;
    const expectedChallenge = this.#challenge(`register ${userName}`);
    const verified = await asRefusal(verifyRegistrationResponse({ response, expectedChallenge, expectedOrigin: origin(), expectedRPID: RP_ID, requireUserVerification: false }));
    if (!verified.verified) throw failed('It could not be verified.');
    const { id, publicKey, counter } = verified.registrationInfo.credential;
    store.identity.savePasskey({ id, developer: userName, name, publicKey, counter, createdAt: clock.now() });
    store.audit.append({ at: clock.now(), actor: userName, action: 'passkey.add', orgId: null, detail: name });
  }

  async signInOptions({ userName }: Engineer): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const options = await generateAuthenticationOptions({ rpID: RP_ID, allowCredentials: this.#options.store.identity.passkeys(userName).map(({ id }) => ({ id })), userVerification: 'preferred' });
    this.#remember(`signIn ${userName}`, options.challenge);
    return options;
  }

  /** Throws `mfaFailed`. */
  async verify({ userName }: Engineer, response: AuthenticationResponseJSON): Promise<void> {
    const { store, origin } = this.#options;
    const passkey = store.identity.passkeys(userName).find(each => each.id === response.id);
    if (!passkey) throw failed('It is not registered here.');
    const { id, publicKey, counter } = passkey;
    const expectedChallenge = this.#challenge(`signIn ${userName}`);
    const { verified, authenticationInfo } = await asRefusal(verifyAuthenticationResponse({ response, expectedChallenge, expectedOrigin: origin(), expectedRPID: RP_ID, credential: { id, publicKey, counter }, requireUserVerification: false }));
    if (!verified) throw failed('Its signature is wrong.');
    store.identity.savePasskey({ ...passkey, counter: authenticationInfo.newCounter });
  }

  #remember(key: string, challenge: string): void {
    this.#challenges.set(key, { challenge, expiresAt: this.#options.clock.now() + CHALLENGE_MS });
  }

  #challenge(key: string): string {
    const found = this.#challenges.get(key);
    this.#challenges.delete(key);
    if (!found || found.expiresAt <= this.#options.clock.now()) throw failed('It was not asked for, or too long ago.');
    return found.challenge;
  }
}

async function asRefusal<T>(verification: Promise<T>): Promise<T> {
  try {
    return await verification;
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  }
}

function failed(why: string): WireError {
  return new WireError('mfaFailed', `The passkey was not accepted. ${why}`, { rule: 'T8' });
}
