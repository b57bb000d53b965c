import type { ApexValue } from '../runtime/contract.ts';
import { defineBean, type ApexBean } from '../runtime/library.ts';
import { ApexMap } from '../runtime/map.ts';
import { typeOf } from '../runtime/runtime-types.ts';
import { current } from '../runtime/transaction.ts';
import { serialize } from './json/serialize.ts';

const CLAIMS = ['AdditionalClaims', 'Aud', 'Iss', 'NbfClockSkew', 'Sub', 'ValidityLength'];
const TYPES: Readonly<Record<string, string>> = { AdditionalClaims: 'Map<String,Object>', NbfClockSkew: 'Integer', ValidityLength: 'Integer' };
const typeOfClaim = (name: string): string => TYPES[name] ?? 'String';

/** The claims as JSON: times in seconds, from now back by the clock skew and on for the validity. */
function claims(self: ApexBean): string {
  const map = new ApexMap(typeOf('Map<String,Object>'));
  const now = Math.floor(current().source.now() / 1000);
  const put = (name: string, value: ApexValue): void => { if (value !== null) map.put(name, value); };
  for (const [name, value] of (self.get('additionalClaims') as ApexMap | null)?.entries() ?? []) map.put(name, value);
  put('iss', self.get('iss'));
  put('sub', self.get('sub'));
  put('aud', self.get('aud'));
  put('nbf', now - Number(self.get('nbfClockSkew') ?? 0));
  put('iat', now);
  put('exp', now + Number(self.get('validityLength') ?? DEFAULT_VALIDITY));
  return serialize(map, { isPretty: false, suppressNulls: false });
}
/** Seconds. Source: Apex Reference, JWT Class. */
const DEFAULT_VALIDITY = 180;

/** Source: Apex Reference, JWT Class. Signing one needs a certificate of the org, which isn't here. */
defineBean({
  name: 'Auth.JWT',
  accessors: CLAIMS.flatMap((name) => [`${typeOfClaim(name)} get${name}()`, `void set${name}(${typeOfClaim(name)} ${name[0]!.toLowerCase()}${name.slice(1)})`]),
  members: { 'String toJSONString()': claims },
});
