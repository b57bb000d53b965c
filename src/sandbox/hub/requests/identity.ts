import { WireError } from '../../../protocol/errors.ts';
import type { MfaStatus } from '../../../protocol/identity.ts';
import type { DeveloperInfo, ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import { LOCAL_DEVELOPER } from '../../partner/world.ts';
import type { Engineer } from '../../partner/world.ts';
import type { Caller, HubContext } from '../context.ts';

const DAY = 86_400_000;
const infoOf = ({ userName, name, permissions }: Engineer): DeveloperInfo => ({ userName, name, permissions });

export function hello(hub: HubContext, { connection }: Caller, { developerToken }: ParamsOf<'client/hello'>): ResultOf<'client/hello'> {
  const { directory, tokens, version, clock, pagesAddress } = hub;
  if (developerToken !== undefined) {
    const token = tokens.use(developerToken);
    const engineer = token ? directory.findEngineer(token.developer) : null;
    // A token of another world signs nobody in; the client sees it by `developer`.
    connection.signedIn(engineer?.userName ?? null, engineer ? token?.id ?? null : null);
  }
  if (connection.developer === null && directory.world.partner === null) connection.signedIn(LOCAL_DEVELOPER.userName, null);
  const engineer = connection.developer === null ? null : directory.findEngineer(connection.developer);
  return { hubVersion: version, world: directory.world.name, developer: engineer ? infoOf(engineer) : null, now: clock.now(), pages: pagesAddress() };
}

/** Of a team's server, a developer learns of nobody else. */
export function listDevelopers(hub: HubContext, { connection, engineer }: Caller): ResultOf<'developer/list'> {
  return { developers: (connection.isOperator ? hub.directory.engineers : [engineer]).map(infoOf) };
}

/** The factors were asked for in the browser. */
export function redeem(hub: HubContext, caller: Caller, { code, verifier }: ParamsOf<'developer/redeem'>): ResultOf<'developer/redeem'> {
  return signedInAs(hub, caller, engineerNamed(hub, caller, hub.signInCodes.redeem(code, verifier)));
}

export async function signIn(hub: HubContext, caller: Caller, { userName, ...factors }: ParamsOf<'developer/signIn'>): Promise<ResultOf<'developer/signIn'>> {
  const engineer = engineerNamed(hub, caller, userName);
  await hub.mfa.check(engineer, factors);
  return signedInAs(hub, caller, engineer);
}

function signedInAs(hub: HubContext, caller: Caller, engineer: Engineer): ResultOf<'developer/signIn'> {
  const { token, info } = hub.tokens.create(engineer.userName, 'Sign-in', 'signIn');
  caller.connection.signedIn(engineer.userName, info.id);
  return { developer: infoOf(engineer), token };
}

export function signOut(hub: HubContext, { connection, engineer, isSignedIn }: Caller): Record<string, never> {
  connection.signedIn(null, null);
  if (isSignedIn) hub.clients.signOut(hub.tokens.endSignIns(engineer.userName));
  return {};
}

export function mfaStatus(hub: HubContext, caller: Caller, { userName }: ParamsOf<'mfa/status'>): MfaStatus {
  return hub.mfa.status(engineerNamed(hub, caller, userName));
}

export function enrol(hub: HubContext, caller: Caller, { userName }: ParamsOf<'mfa/enrol'>): ResultOf<'mfa/enrol'> {
  return hub.mfa.enrol(enrolling(hub, caller, userName));
}

export function confirmEnrolment(hub: HubContext, caller: Caller, { userName, code }: ParamsOf<'mfa/confirm'>): ResultOf<'mfa/confirm'> {
  return { recoveryCodes: hub.mfa.confirm(enrolling(hub, caller, userName), code) };
}

export function renewRecoveryCodes(hub: HubContext, caller: Caller): ResultOf<'mfa/recoveryCodes'> {
  return { recoveryCodes: hub.mfa.renewRecoveryCodes(signedIn(caller)) };
}

export function resetMfa(hub: HubContext, caller: Caller, { userName }: ParamsOf<'mfa/reset'>): Record<string, never> {
  if (!caller.connection.isOperator) throw new WireError('missingPermission', 'Ask who runs the sandbox to reset your factors.', { rule: 'T8' });
  hub.mfa.reset(engineerNamed(hub, caller, userName));
  return {};
}

export async function passkeyRegistrationOptions(hub: HubContext, caller: Caller, { userName }: ParamsOf<'passkey/registerOptions'>): Promise<ResultOf<'passkey/registerOptions'>> {
  return { options: await hub.passkeys.registrationOptions(enrolling(hub, caller, userName)) };
}

export async function registerPasskey(hub: HubContext, caller: Caller, { userName, name, response }: ParamsOf<'passkey/register'>): Promise<Record<string, never>> {
  await hub.passkeys.register(enrolling(hub, caller, userName), name, response as Parameters<HubContext['passkeys']['register']>[2]);
  return {};
}

export async function passkeySignInOptions(hub: HubContext, caller: Caller, { userName }: ParamsOf<'passkey/signInOptions'>): Promise<ResultOf<'passkey/signInOptions'>> {
  return { options: await hub.passkeys.signInOptions(engineerNamed(hub, caller, userName)) };
}

export function removePasskey(hub: HubContext, caller: Caller, { id }: ParamsOf<'passkey/remove'>): Record<string, never> {
  hub.mfa.removePasskey(signedIn(caller), id);
  return {};
}

export function listTokens(hub: HubContext, caller: Caller, { all }: ParamsOf<'token/list'>): ResultOf<'token/list'> {
  return { tokens: hub.tokens.list(all === true && caller.connection.isOperator ? null : signedIn(caller).userName) };
}

export function createToken(hub: HubContext, caller: Caller, { name, days, developer }: ParamsOf<'token/create'>): ResultOf<'token/create'> {
  const engineer = developer === undefined ? signedIn(caller) : engineerNamed(hub, caller, developer);
  return hub.tokens.create(engineer.userName, name, 'service', days === undefined ? null : days * DAY);
}

export function revokeToken(hub: HubContext, caller: Caller, { id }: ParamsOf<'token/revoke'>): Record<string, never> {
  hub.tokens.revoke(id, caller.connection.isOperator ? null : signedIn(caller).userName, caller.isSignedIn ? caller.engineer.userName : 'operator');
  return {};
}

function signedIn(caller: Caller): Engineer {
  if (!caller.isSignedIn) throw new WireError('notSignedIn', 'Sign in first.');
  return caller.engineer;
}

/** On a team's server a connection is one developer's. */
function engineerNamed(hub: HubContext, { connection, engineer: own }: Caller, userName: string): Engineer {
  const { directory } = hub;
  const engineer = directory.engineers.find(each => each.userName.toLowerCase() === userName.toLowerCase());
  if (!engineer || (!connection.isOperator && engineer.userName !== own.userName)) {
    throw new WireError('unknownUser', connection.isOperator ? `${directory.world.name} has no engineer "${userName}". There are ${directory.engineers.map(each => each.userName).join(', ')}.` : 'Your token is another developer\'s.');
  }
  return engineer;
}

function enrolling(hub: HubContext, caller: Caller, userName: string): Engineer {
  const engineer = engineerNamed(hub, caller, userName);
  hub.mfa.checkEnrolment(engineer, caller.engineer.userName);
  return engineer;
}
