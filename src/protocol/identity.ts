/** Wire types of who a developer is: signing in, factors (T8), tokens. */
import type { DeveloperInfo } from './rpc.ts';

export type MfaMethod = 'passkey' | 'code';

/** One of them, where the partner's policy asks for it. `passkey`: WebAuthn's AuthenticationResponseJSON. */
export interface SignInFactors {
  readonly code?: string;
  readonly recoveryCode?: string;
  readonly passkey?: unknown;
}

export interface MfaStatus {
  /** That count for the developer; empty: none is asked for. */
  readonly methods: readonly MfaMethod[];
  /** An authenticator app is set up. */
  readonly hasCode: boolean;
  readonly passkeys: readonly { readonly id: string; readonly name: string; readonly createdAt: number }[];
  readonly recoveryCodesLeft: number;
}

/** `signIn`: of a person on a machine; `service`: of a machine. */
export interface TokenInfo {
  readonly id: string;
  readonly developer: string;
  readonly name: string;
  readonly kind: 'signIn' | 'service';
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** Null: until it is revoked. */
  readonly expiresAt: number | null;
}

export interface IdentityRequests {
  /**
   * `token` is a secret that signs later connections in through `client/hello`. Where a factor is needed and none is given:
   * `mfaRequired`, with `methods` and `isEnrolled` in its details.
   */
  'developer/signIn': { params: { userName: string } & SignInFactors; result: { developer: DeveloperInfo; token: string } };
  /** Ends a sign-in that a person did in the browser, at `<pages>/partner/sign-in`: `code` came back by a link, `verifier` is what the challenge was made of. */
  'developer/redeem': { params: { code: string; verifier: string }; result: { developer: DeveloperInfo; token: string } };
  'mfa/status': { params: { userName: string }; result: MfaStatus };
  /** An authenticator app: the secret, and the URI for a QR code. Who has a factor already has to be signed in. */
  'mfa/enrol': { params: { userName: string }; result: { secret: string; uri: string } };
  /** Recovery codes are told once. */
  'mfa/confirm': { params: { userName: string; code: string }; result: { recoveryCodes: readonly string[] } };
  'mfa/recoveryCodes': { params: Record<string, never>; result: { recoveryCodes: readonly string[] } };
  /** For who runs the world. */
  'mfa/reset': { params: { userName: string }; result: Record<string, never> };
  /** WebAuthn's creation options, and the answer of the browser (RegistrationResponseJSON). */
  'passkey/registerOptions': { params: { userName: string }; result: { options: unknown } };
  'passkey/register': { params: { userName: string; name: string; response: unknown }; result: Record<string, never> };
  /** WebAuthn's request options; the answer goes to `developer/signIn`. */
  'passkey/signInOptions': { params: { userName: string }; result: { options: unknown } };
  'passkey/remove': { params: { id: string }; result: Record<string, never> };
  /** The developer's own; for who runs the world, with `all`, everyone's. */
  'token/list': { params: { all?: boolean }; result: { tokens: readonly TokenInfo[] } };
  /** For a machine. Without `days` it holds until it is revoked. The token is told once. */
  'token/create': { params: { name: string; days?: number; developer?: string }; result: { token: string; info: TokenInfo } };
  /** Connections that it signed in are cut at once. */
  'token/revoke': { params: { id: string }; result: Record<string, never> };
}
