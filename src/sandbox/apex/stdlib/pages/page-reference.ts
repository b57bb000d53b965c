import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull, notSupported } from '../../runtime/exception.ts';
import { ApexBean, defineBean } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { ApexMap } from '../../runtime/map.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import { urlDecoded, urlEncoded } from '../encoding-util.ts';
import { rowsOf } from '../rows.ts';
import type { ApexDatetime } from '../../runtime/temporal.ts';

/** Parameters are found without regard to case and keep the case in which they came. */
class ParameterMap extends ApexMap {
  private known(key: ApexValue): ApexValue {
    if (typeof key !== 'string' || super.has(key)) return key;
    for (const each of this.keys()) if (String(each).toLowerCase() === key.toLowerCase()) return each;
    return key;
  }
  override get(key: ApexValue): ApexValue { return super.get(this.known(key)); }
  override has(key: ApexValue): boolean { return super.has(this.known(key)); }
  override put(key: ApexValue, value: ApexValue): ApexValue { return super.put(this.known(key), value); }
  override delete(key: ApexValue): ApexValue { return super.delete(this.known(key)); }
}

export function newPage(url: string): ApexBean {
  const page = new ApexBean('System.PageReference');
  open(page);
  setUrl(page, url);
  return page;
}

function open(page: ApexBean): void {
  page.set('parameters', new ParameterMap(typeOf('Map<String,String>')));
  page.set('headers', new ParameterMap(typeOf('Map<String,String>')));
  page.set('cookies', new ApexMap(typeOf('Map<String,System.Cookie>')));
  page.set('redirect', false);
  page.set('redirectCode', 0);
}

/** Takes a URL apart: its query becomes the parameters, its fragment the anchor. */
function setUrl(page: ApexBean, url: string): void {
  const [, path = '', query, anchor] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  page.set('path', path);
  if (anchor !== undefined) page.set('anchor', anchor);
  for (const pair of query?.split('&') ?? []) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    (page.get('parameters') as ApexMap).put(urlDecoded(at < 0 ? pair : pair.slice(0, at)), at < 0 ? '' : urlDecoded(pair.slice(at + 1)));
  }
}

/** Parameters are in the order of their names, whatever their case. */
const byName = ([a]: readonly [ApexValue, ApexValue], [b]: readonly [ApexValue, ApexValue]): number => ((a as string).toLowerCase() < (b as string).toLowerCase() ? -1 : 1);

export function urlOf(page: ApexBean): string {
  const pairs = [...(page.get('parameters') as ApexMap).entries()].filter(([, value]) => value !== null).sort(byName).map(([key, value]) => `${urlEncoded(key as string)}=${urlEncoded(value as string)}`);
  const anchor = page.get('anchor') as string | null;
  return `${String(page.get('path'))}${pairs.length ? `?${pairs.join('&')}` : ''}${anchor === null ? '' : `#${anchor}`}`;
}

/** The page of a request, or what a test has set; a test has one from the start. */
export function currentPage(): ApexBean | null {
  const { slots, test } = current();
  const page = slots.get('ApexPages.currentPage') as ApexBean | null | undefined;
  if (page !== undefined || !test) return page ?? null;
  const made = newPage('');
  slots.set('ApexPages.currentPage', made);
  return made;
}

function resource(name: string | null, path: string | null = null): ApexBean {
  const [row] = rowsOf('SELECT Id, SystemModstamp FROM StaticResource WHERE Name = :name', name ?? failNull());
  const stamp = (row?.fields.get('SystemModstamp') as ApexDatetime | undefined)?.millis ?? fail('System.VisualforceException', `Static Resource named ${name!} does not exist`);
  return newPage(`/resource/${stamp}/${name!}${path === null ? '' : `/${path.replace(/^\//, '')}`}`);
}

const content = (): never => (current().test ? fail('System.VisualforceException', 'Getting content from within test methods is currently not supported.') : notSupported('rendering of a page by PageReference.getContent()'));

/** Source: Apex Reference, PageReference Class. */
defineBean({
  name: 'System.PageReference',
  accessors: ['String getAnchor()', 'Boolean getRedirect()', 'Integer getRedirectCode()', 'Map<String,String> getParameters()', 'Map<String,String> getHeaders()', 'Map<String,System.Cookie> getCookies()'],
  constructors: {
    'new(String partialURL)': (bean, url) => setUrl(bean, (url as string | null) ?? failNull('Argument cannot be null.')),
    'new(SObject record)': (bean, record) => setUrl(bean, `/${String((record as SObjectRecord | null ?? failNull('Argument cannot be null.')).fields.get('Id') ?? '')}`),
  },
  initial: open,
  members: {
    'String getUrl()': urlOf,
    'System.PageReference setAnchor(String anchor)': (self: ApexBean, anchor: string | null) => { self.set('anchor', anchor); return self; },
    'System.PageReference setRedirect(Boolean redirect)': (self: ApexBean, redirect: boolean) => { self.set('redirect', redirect); return self; },
    'System.PageReference setRedirectCode(Integer redirectCode)': (self: ApexBean, code: number) => { self.set('redirectCode', code); return self; },
    'void setCookies(Cookie[] cookies)': (self: ApexBean, cookies: ApexList | null) => {
      for (const cookie of (cookies ?? failNull()).items) (self.get('cookies') as ApexMap).put((cookie as ApexBean).get('name'), cookie);
    },
    'static System.PageReference forResource(String resourceName)': (name: string | null) => resource(name),
    'static System.PageReference forResource(String resourceName, String path)': resource,
    'Blob getContent()': content,
    'Blob getContentAsPDF()': content,
  },
  text: (self) => `System.PageReference[${urlOf(self)}]`,
});

const COOKIE = ['name', 'value', 'path', 'maxAge', 'secure', 'sameSite', 'httpOnly'];
const fillCookie = (bean: ApexBean, ...values: ApexValue[]): void => COOKIE.forEach((name, i) => bean.set(name, values[i] ?? (name === 'secure' || name === 'httpOnly' ? false : null)));
/** Source: Apex Reference, Cookie Class. */
defineBean({
  name: 'System.Cookie',
  accessors: ['String getDomain()', 'Integer getMaxAge()', 'String getName()', 'String getPath()', 'String getSameSite()', 'String getValue()', 'Boolean isSecure()', 'Boolean isHttpOnly()'],
  constructors: {
    'new(String name, String value, String path, Integer maxAge, Boolean isSecure)': fillCookie,
    'new(String name, String value, String path, Integer maxAge, Boolean isSecure, String SameSite)': fillCookie,
    'new(String name, String value, String path, Integer maxAge, Boolean isSecure, String SameSite, Boolean isHttpOnly)': fillCookie,
  },
});
