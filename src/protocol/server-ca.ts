/** Certificates of the authority that signed a team server's: where the system doesn't know it, the person's own machine says so. Verification stays on, always. */
import { X509Certificate } from 'node:crypto';
import { isAbsolute } from 'node:path';

/** File of them, PEM. Named by the environment or by a machine's setting, never by a workspace: who chooses it chooses whom a token is sent to. */
export const SERVER_CA_VARIABLE = 'ISV_DEBUGGER_SERVER_CA';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/** Source: nodejs.org/api/tls.html, X509 certificate error codes. */
const UNKNOWN_AUTHORITY: readonly string[] = ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'];

/**
 * The certificates in the file, PEM, and nothing else of it; undefined: none is named. Throws an Error that says what is wrong, for a person.
 *
 * @param file absolute
 * @param where it is named: `the setting isvDebugger.serverCa`
 */
export function readServerCa(file: string | undefined, where: string, read: (file: string) => string): string | undefined {
  if (file === undefined || file === '') return undefined;
  const wrong = (what: string): Error => new Error(`The file ${file} ${what}. Correct ${where}.`);
  if (!isAbsolute(file)) throw wrong('is not named by an absolute path');
  let text: string;
  try {
    text = read(file);
  } catch (error) {
    throw wrong(`can't be read (${error instanceof Error ? error.message : String(error)})`);
  }
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw wrong('has no certificate in PEM (-----BEGIN CERTIFICATE-----)');
  for (const [index, certificate] of certificates.entries()) if (!isCertificate(certificate)) throw wrong(`has something else in place of certificate ${index + 1}`);
  return certificates.join('\n');
}

/** Why a connection failed; if the server's certificate is of an unknown authority, with what to do. `where`: as above. */
export function whyRefused(error: unknown, where: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  const isUnknown = error instanceof Error && 'code' in error && UNKNOWN_AUTHORITY.includes(String(error.code));
  // Behind the semicolon is advice for who starts Node.
  return isUnknown ? `${reason.split(';')[0]}. If an authority of your own signed the server's certificate, name the file of its certificate in ${where}.` : reason;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}
