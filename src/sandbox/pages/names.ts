import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** Where the pages' listener is reached: our address (an origin) by the name that a browser came with; null: not by that name. */
export type AddressBy = (host: string, port: number) => string | null;

/** By the name localhost alone: passkeys need a name. */
export const byLocalhost: AddressBy = (host, port) => (host === `localhost:${port}` ? `http://localhost:${port}` : null);

/** By every name that the certificate is for: any other the browser has refused already. `cert`: PEM, the server's own first. */
export function byCertificate(cert: Buffer): AddressBy {
  const certificate = new X509Certificate(cert);
  const isOurs = (name: string): boolean => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name, { subject: 'never' })) !== undefined;
  return (host, port) => {
    // Lower case, as browsers send it; no port if it is the usual one.
    const [, name = '', given] = /^([a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/.exec(host) ?? [];
    return Number(given ?? 443) === port && given !== '443' && isOurs(name.replace(/^\[|\]$/g, '')) ? `https://${host}` : null;
  };
}
