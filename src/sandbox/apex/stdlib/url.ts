import type { ApexValue } from '../runtime/contract.ts';
import { EQUALS_SLOT, HASH_SLOT, stringHash } from '../runtime/equality.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass, typed } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';
import { current } from '../runtime/transaction.ts';

const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map(Object.entries<number>({ http: 80, https: 443, ftp: 21 }));

/** A URL taken apart as java.net.URL does: nothing is decoded or normalised. */
class ApexUrl extends ApexObject {
  readonly protocol: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string | null;
  readonly ref: string | null;

  constructor(protocol: string, authority: string, file: string, ref: string | null) {
    super();
    if (!DEFAULT_PORTS.has(protocol)) fail('System.StringException', `unknown protocol: ${protocol}`);
    this.protocol = protocol;
    this.authority = authority;
    const query = file.indexOf('?');
    this.path = query < 0 ? file : file.slice(0, query);
    this.query = query < 0 ? null : file.slice(query + 1);
    this.ref = ref;
  }

  static parse(spec: string): ApexUrl {
    const match = /^([a-z][a-z\d+.-]*):(?:\/\/([^/?#]*))?([^#]*)(?:#(.*))?$/is.exec(spec.trim());
    if (!match) return fail('System.StringException', `no protocol: ${spec}`);
    return new ApexUrl(match[1]!.toLowerCase(), match[2] ?? '', match[3]!, match[4] ?? null);
  }

  /** `spec` as seen from this URL. */
  resolve(spec: string): ApexUrl {
    if (/^[a-z][a-z\d+.-]*:/i.test(spec)) return ApexUrl.parse(spec);
    const [file, ref] = spec.split(/#(.*)/s) as [string, string?];
    if (file.startsWith('//')) return ApexUrl.parse(`${this.protocol}:${spec}`);
    if (file === '') return new ApexUrl(this.protocol, this.authority, this.file, ref ?? null);
    if (file.startsWith('?')) return new ApexUrl(this.protocol, this.authority, this.path.replace(/[^/]*$/, '') + file, ref ?? null);
    const joined = file.startsWith('/') ? file : `${this.path.replace(/[^/]*$/, '') || '/'}${file}`;
    const [path, query] = joined.split(/(?=\?)/s) as [string, string?];
    return new ApexUrl(this.protocol, this.authority, withoutDots(path) + (query ?? ''), ref ?? null);
  }

  get userInfo(): string | null { return this.authority.includes('@') ? this.authority.slice(0, this.authority.lastIndexOf('@')) : null; }
  private get hostAndPort(): string { return this.authority.slice(this.authority.lastIndexOf('@') + 1); }
  get host(): string { return this.hostAndPort.replace(/:\d*$/, ''); }
  /** -1 if the URL states none. */
  get port(): number { return Number(/:(\d+)$/.exec(this.hostAndPort)?.[1] ?? -1); }
  get defaultPort(): number { return DEFAULT_PORTS.get(this.protocol)!; }
  get file(): string { return this.query === null ? this.path : `${this.path}?${this.query}`; }

  sameFile(other: ApexUrl): boolean {
    const port = (url: ApexUrl): number => (url.port < 0 ? url.defaultPort : url.port);
    return this.protocol === other.protocol && this.host.toLowerCase() === other.host.toLowerCase() && port(this) === port(other) && this.file === other.file;
  }

  toApexText(): string { return `${this.protocol}:${this.authority ? `//${this.authority}` : ''}${this.file}${this.ref === null ? '' : `#${this.ref}`}`; }
  [EQUALS_SLOT](other: ApexValue): boolean { return other instanceof ApexUrl && this.sameFile(other) && this.ref === other.ref; }
  [HASH_SLOT](): number { return stringHash(`${this.protocol}//${this.host.toLowerCase()}${this.file}#${this.ref ?? ''}`); }
}
typed(ApexUrl, 'System.URL');

function withoutDots(path: string): string {
  const kept: string[] = [];
  const parts = path.split('/');
  parts.forEach((part, i) => {
    if (part === '.' || part === '..') {
      if (part === '..' && kept.length > 1) kept.pop();
      if (i === parts.length - 1) kept.push('');
    } else kept.push(part);
  });
  return kept.join('/');
}

const orgUrl = (): ApexUrl => ApexUrl.parse(current().org.baseUrl);
const text = (value: string | null): string => value ?? failNull('Argument cannot be null.');

/** Source: Apex Reference, URL Class. */
defineLibraryClass({
  name: 'System.URL',
  members: {
    'new(String spec)': (spec: string | null) => ApexUrl.parse(text(spec)),
    'new(System.URL context, String spec)': (context: ApexUrl | null, spec: string | null) => (context ? context.resolve(text(spec)) : ApexUrl.parse(text(spec))),
    'new(String protocol, String host, String file)': (protocol: string | null, host: string | null, file: string | null) => new ApexUrl(text(protocol).toLowerCase(), host ?? '', text(file), null),
    'new(String protocol, String host, Integer port, String file)': (protocol: string | null, host: string | null, port: number | null, file: string | null) => {
      if ((port ?? -1) < -1) fail('System.StringException', `Invalid port number :${port ?? ''}`);
      return new ApexUrl(text(protocol).toLowerCase(), port === null || port < 0 ? (host ?? '') : `${host ?? ''}:${port}`, text(file), null);
    },
    'String getAuthority()': (self: ApexUrl) => self.authority || null,
    'Integer getDefaultPort()': (self: ApexUrl) => self.defaultPort,
    'String getFile()': (self: ApexUrl) => self.file,
    'String getHost()': (self: ApexUrl) => self.host,
    'String getPath()': (self: ApexUrl) => self.path,
    'Integer getPort()': (self: ApexUrl) => self.port,
    'String getProtocol()': (self: ApexUrl) => self.protocol,
    'String getQuery()': (self: ApexUrl) => self.query,
    'String getRef()': (self: ApexUrl) => self.ref,
    'String getUserInfo()': (self: ApexUrl) => self.userInfo,
    'Boolean sameFile(System.URL URLToCompare)': (self: ApexUrl, other: ApexUrl | null) => self.sameFile(other ?? failNull()),
    'String toExternalForm()': (self: ApexUrl) => self.toApexText(),
    'static System.URL getOrgDomainUrl()': orgUrl,
    'static System.URL getSalesforceBaseUrl()': orgUrl,
    'static System.URL getCurrentRequestUrl()': () => orgUrl().resolve('/'),
  },
});
