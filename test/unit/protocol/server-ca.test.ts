import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { readServerCa, whyRefused } from '../../../src/protocol/server-ca.ts';
import { makeCertificate } from '../../sandbox/hub/support/certificate.ts';

describe("the certificate of a team server's authority", () => {
  const { cert, key } = makeCertificate();
  const files: Readonly<Record<string, string>> = {
    '/ca.pem': String(cert), '/two.pem': `# Acme\n${String(cert)}${String(cert)}`, '/both.pem': `${String(key)}${String(cert)}`,
    '/key.pem': String(key), '/text.pem': 'hello', '/broken.pem': `${String(cert)}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
  };
  const read = (file: string | undefined): string | undefined => readServerCa(file, 'the setting', name => files[name] ?? assert.fail('ENOENT'));

  it('is what the file has of certificates, and no more', () => {
    assert.equal(read('/ca.pem'), String(cert).trim());
    assert.equal(read('/two.pem')?.split('BEGIN CERTIFICATE').length, 3);
    assert.ok(!read('/both.pem')?.includes('PRIVATE KEY'));
    for (const none of [undefined, '']) assert.equal(read(none), undefined);
  });

  const wrong: readonly (readonly [file: string, message: RegExp])[] = [
    ['/missing.pem', /\/missing\.pem can't be read \(ENOENT\)\. Correct the setting\.$/], ['ca.pem', /ca\.pem is not named by an absolute path/], ['/key.pem', /has no certificate in PEM/], ['/text.pem', /has no certificate in PEM/],
    ['/broken.pem', /has something else in place of certificate 2/],
  ];
  for (const [file, message] of wrong) it(`is refused: ${file}`, () => { assert.throws(() => read(file), message); });

  it('is no setting of a workspace, which would choose whom a token is sent to', () => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as { contributes: { configuration: { properties: Record<string, { scope?: string }> } | readonly { properties: Record<string, { scope?: string }> }[] } };
    const properties = Object.assign({}, ...[manifest.contributes.configuration].flat().map(each => each.properties)) as Record<string, { scope?: string }>;
    for (const name of ['server', 'serverCa']) assert.equal(properties[`isvDebugger.${name}`]?.scope, 'machine');
  });

  it('is asked for where the authority is unknown, and for no other failure', () => {
    const failure = (code: string): Error => Object.assign(new Error('it failed'), { code });
    assert.match(whyRefused(failure('DEPTH_ZERO_SELF_SIGNED_CERT'), 'the setting'), /^it failed\. If an authority of your own .* in the setting\.$/);
    for (const other of ['CERT_HAS_EXPIRED', 'ECONNREFUSED']) assert.equal(whyRefused(failure(other), 'the setting'), 'it failed');
  });
});
