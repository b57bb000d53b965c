import { createHash, randomBytes } from 'node:crypto';
import { WireError } from '../../../protocol/errors.ts';
import type { DeveloperInfo, ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import { LOCAL_DEVELOPER } from '../../partner/world.ts';
import type { Engineer } from '../../partner/world.ts';
import type { Caller, HubContext } from '../context.ts';

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const infoOf = ({ userName, name, permissions }: Engineer): DeveloperInfo => ({ userName, name, permissions });

export function hello(hub: HubContext, { connection }: Caller, { developerToken }: ParamsOf<'client/hello'>): ResultOf<'client/hello'> {
  const { directory, store, version, clock, pagesAddress } = hub;
  if (developerToken !== undefined) {
    const userName = store.developerOf(hashOf(developerToken));
    // A token of another world signs nobody in; the client sees it by `developer`.
    connection.developer = (userName === null ? null : directory.findEngineer(userName)?.userName) ?? null;
  }
  if (connection.developer === null && directory.world.partner === null) connection.developer = LOCAL_DEVELOPER.userName;
  const engineer = connection.developer === null ? null : directory.findEngineer(connection.developer);
  return { hubVersion: version, world: directory.world.name, developer: engineer ? infoOf(engineer) : null, now: clock.now(), pages: pagesAddress() };
}

export function listDevelopers(hub: HubContext): ResultOf<'developer/list'> {
  return { developers: hub.directory.engineers.map(infoOf) };
}

export function signIn(hub: HubContext, { connection }: Caller, { userName }: ParamsOf<'developer/signIn'>): ResultOf<'developer/signIn'> {
  const engineer = hub.directory.engineers.find(each => each.userName.toLowerCase() === userName.toLowerCase());
  if (!engineer) throw new WireError('unknownUser', `${hub.directory.world.name} has no engineer "${userName}". There are ${hub.directory.engineers.map(each => each.userName).join(', ')}.`);
  const token = randomBytes(32).toString('base64url');
  hub.store.addDeveloperToken(hashOf(token), engineer.userName);
  connection.developer = engineer.userName;
  return { developer: infoOf(engineer), token };
}

export function signOut(hub: HubContext, { connection, engineer, isSignedIn }: Caller): Record<string, never> {
  if (isSignedIn) hub.store.removeDeveloperTokens(engineer.userName);
  connection.developer = null;
  return {};
}
