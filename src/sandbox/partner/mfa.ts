import { createHash, randomBytes } from 'node:crypto';
import { WireError } from '../../protocol/errors.ts';
import type { MfaMethod, MfaStatus, SignInFactors } from '../../protocol/identity.ts';
import type { Clock } from './clock.ts';
import type { Passkeys } from './passkeys.ts';
import type { Rules } from './rules.ts';
import type { PartnerStore } from './store.ts';
import { enrolmentUri, matchingStep, toBase32 } from './totp.ts';
import type { Engineer } from './world.ts';

export interface MfaOptions {
  readonly store: PartnerStore;
  readonly clock: Clock;
  readonly rules: Rules;
  readonly passkeys: Passkeys;
  readonly partner: string;
  /** The world's policy. */
  readonly isRequired: boolean;
}

const MAX_FAILURES = 5;
const LOCKED_MS = 15 * 60_000;
const MAX_ATTEMPTS = 10;
const ATTEMPTS_MS = 60_000;
const RECOVERY_CODES = 10;
const SECRET_BYTES = 20;
const hashOf = (code: string): string => createHash('sha256').update(code.replace(/[\s-]/g, '').toLowerCase()).digest('hex');

/** Multi-factor authentication of developers (T8): one-time codes, recovery codes and passkeys, with lock-out. */
export class Mfa {
  readonly #options: MfaOptions;
  /** Developer → when attempts were made lately. */
  readonly #attempts = new Map<string, number[]>();

  constructor(options: MfaOptions) {
    this.#options = options;
  }

  /** Methods that count for the developer; empty: none is asked for. */
  methods(engineer: Engineer): readonly MfaMethod[] {
    const { isRequired, rules } = this.#options;
    // Only who enters the Subscriber Support Console needs it.
    if (!isRequired || !rules.holds('T8') || !engineer.permissions.includes('LogInToSubscriberOrganization')) return [];
    return engineer.permissions.includes('ModifyAllData') ? ['passkey'] : ['passkey', 'code'];
  }

  status(engineer: Engineer): MfaStatus {
    const { store } = this.#options;
    const passkeys = store.identity.passkeys(engineer.userName).map(({ id, name, createdAt }) => ({ id, name, createdAt }));
    return { methods: this.methods(engineer), hasCode: store.identity.totp(engineer.userName)?.isConfirmed === true, passkeys, recoveryCodesLeft: store.identity.recoveryCodesLeft(engineer.userName) };
  }

  /** Throws `mfaRequired`, `mfaFailed`, `lockedOut` or `rateLimited` unless one of the factors proves the developer. */
  async check(engineer: Engineer, factors: SignInFactors): Promise<void> {
    const methods = this.methods(engineer);
    if (methods.length === 0) return;
    const { store, clock, passkeys } = this.#options;
    this.#checkAttempts(engineer);
    const { userName } = engineer;
    const status = this.status(engineer);
    const isEnrolled = status.passkeys.length > 0 || (status.hasCode && methods.includes('code'));
    const { code, recoveryCode, passkey } = factors;
    if (code === undefined && recoveryCode === undefined && passkey === undefined) {
      throw new WireError('mfaRequired', isEnrolled ? `Prove that you are ${engineer.name}: ${methods.includes('code') ? 'a one-time code or a passkey' : 'a passkey'}.` : `${engineer.name} has to set up ${methods.includes('code') ? 'an authenticator app or a passkey' : 'a passkey'} first.`, { rule: 'T8', details: { methods, isEnrolled } });
    }
    try {
      if (passkey !== undefined) await passkeys.verify(engineer, passkey as Parameters<Passkeys['verify']>[1]);
      else if (!methods.includes('code')) throw new WireError('mfaFailed', 'One-time codes don\'t count for who may modify all data: use a passkey or a security key.', { rule: 'T8' });
      else if (code !== undefined ? !this.#useCode(userName, code) : !store.identity.useRecoveryCode(userName, hashOf(recoveryCode ?? ''))) throw new WireError('mfaFailed', 'The code is wrong, or was used before.', { rule: 'T8' });
    } catch (error) {
      this.#failed(engineer);
      throw error;
    }
    store.identity.saveAttempts(userName, { failures: 0, lockedUntil: 0 });
    store.audit.append({ at: clock.now(), actor: userName, action: 'signIn', orgId: null, detail: passkey !== undefined ? 'passkey' : code !== undefined ? 'one-time code' : 'recovery code' });
  }

  /** A first factor is set up by who comes first; a further one needs the developer signed in. `signedInAs`: user name. */
  checkEnrolment(engineer: Engineer, signedInAs: string | null): void {
    const { hasCode, passkeys } = this.status(engineer);
    if ((hasCode || passkeys.length > 0) && signedInAs !== engineer.userName) throw new WireError('notSignedIn', `${engineer.name} has a factor already. Sign in with it to add another.`, { rule: 'T8' });
  }

  /** Returns what it was called. The last factor that counts stays: without one, who comes first would set up another. */
  removePasskey(engineer: Engineer, id: string): string {
    const { store, clock } = this.#options;
    const { passkeys, hasCode, methods } = this.status(engineer);
    const passkey = passkeys.find(each => each.id === id);
    if (!passkey) throw new WireError('invalidParams', 'There is no such passkey any more.');
    if (passkeys.length === 1 && !(hasCode && methods.includes('code'))) throw new WireError('invalidParams', `“${passkey.name}” is the only factor that signs you in. Set up another one first.`, { rule: 'T8' });
    store.identity.removePasskey(engineer.userName, id);
    store.audit.append({ at: clock.now(), actor: engineer.userName, action: 'passkey.remove', orgId: null, detail: passkey.name });
    return passkey.name;
  }

  /** A new secret for an authenticator app; it counts when a code confirms it. */
  enrol({ userName }: Engineer): { secret: string; uri: string } {
    const secret = randomBytes(SECRET_BYTES);
    this.#options.store.identity.saveTotp(userName, { secret, isConfirmed: false, lastStep: 0 });
    return { secret: toBase32(secret), uri: enrolmentUri(this.#options.partner, userName, secret) };
  }

  /** Returns recovery codes, told once. */
  confirm(engineer: Engineer, code: string): string[] {
    const { store, clock } = this.#options;
    const { userName } = engineer;
    this.#checkAttempts(engineer);
    if (!store.identity.totp(userName)) throw new WireError('mfaFailed', 'Set up an authenticator app first.', { rule: 'T8' });
    if (!this.#useCode(userName, code, true)) {
      this.#failed(engineer);
      throw new WireError('mfaFailed', 'The code is wrong. Look at the clock of the device, and try the next one.', { rule: 'T8' });
    }
    store.identity.saveAttempts(userName, { failures: 0, lockedUntil: 0 });
    store.audit.append({ at: clock.now(), actor: userName, action: 'mfa.enrol', orgId: null, detail: 'authenticator app' });
    return this.renewRecoveryCodes(engineer);
  }

  renewRecoveryCodes({ userName }: Engineer): string[] {
    const codes = Array.from({ length: RECOVERY_CODES }, () => randomBytes(5).toString('hex').replace(/(.{5})/, '$1-'));
    this.#options.store.identity.replaceRecoveryCodes(userName, codes.map(hashOf));
    return codes;
  }

  /** By who runs the world: the developer lost every factor. */
  reset({ userName }: Engineer): void {
    const { store, clock } = this.#options;
    store.identity.removeFactors(userName);
    store.audit.append({ at: clock.now(), actor: 'operator', action: 'mfa.reset', orgId: null, detail: userName });
  }

  #useCode(userName: string, code: string, confirms = false): boolean {
    const { store, clock } = this.#options;
    const row = store.identity.totp(userName);
    if (!row || (!row.isConfirmed && !confirms)) return false;
    const step = matchingStep(row.secret, code, clock.now(), row.lastStep);
    if (step === null) return false;
    store.identity.saveTotp(userName, { ...row, isConfirmed: true, lastStep: step });
    return true;
  }

  #checkAttempts({ userName, name }: Engineer): void {
    const { store, clock } = this.#options;
    const now = clock.now();
    const { lockedUntil } = store.identity.attempts(userName);
    if (lockedUntil > now) throw new WireError('lockedOut', `${name} tried wrong codes too often. Wait ${Math.ceil((lockedUntil - now) / 60_000)} minutes, or ask who runs the sandbox to reset the factors.`, { rule: 'T8' });
    const recent = [...(this.#attempts.get(userName) ?? []).filter(at => at > now - ATTEMPTS_MS), now];
    this.#attempts.set(userName, recent);
    if (recent.length > MAX_ATTEMPTS) throw new WireError('rateLimited', `More than ${MAX_ATTEMPTS} attempts in a minute. Wait a little.`, { rule: 'T8' });
  }

  #failed({ userName }: Engineer): void {
    const { store, clock } = this.#options;
    const failures = store.identity.attempts(userName).failures + 1;
    const isLocked = failures >= MAX_FAILURES;
    store.identity.saveAttempts(userName, { failures: isLocked ? 0 : failures, lockedUntil: isLocked ? clock.now() + LOCKED_MS : 0 });
    store.audit.append({ at: clock.now(), actor: userName, action: isLocked ? 'signIn.lockedOut' : 'signIn.failed', orgId: null, detail: '' });
  }
}
