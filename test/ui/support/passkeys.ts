import type { DevTools } from '../../support/vscode/index.ts';

/** A person's security key: Chromium's virtual authenticator, carried from page to page with what it holds. */
export class Passkeys {
  private credentials: object[] = [];
  private plugged: { readonly devTools: DevTools; readonly authenticatorId: string } | null = null;

  get isEnrolled(): boolean {
    return this.credentials.length > 0;
  }

  async plugInto(devTools: DevTools): Promise<void> {
    await devTools.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    const { authenticatorId } = (await devTools.send('WebAuthn.addVirtualAuthenticator', { options })) as { authenticatorId: string };
    for (const credential of this.credentials) await devTools.send('WebAuthn.addCredential', { authenticatorId, credential });
    this.plugged = { devTools, authenticatorId };
  }

  async pullOut(): Promise<void> {
    if (!this.plugged) return;
    const { devTools, authenticatorId } = this.plugged;
    this.plugged = null;
    const { credentials } = (await devTools.send('WebAuthn.getCredentials', { authenticatorId })) as { credentials: object[] };
    this.credentials = credentials;
  }
}
