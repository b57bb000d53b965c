import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexBean, defineBean, defineLibraryClass, type LibraryField } from '../../runtime/library.ts';
import { ApexMap } from '../../runtime/map.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { current } from '../../runtime/transaction.ts';

const strings = (): ApexMap => new ApexMap(typeOf('Map<String,String>'));

/** Source: Apex Reference, RestRequest, RestResponse and RestContext Classes. */
defineBean({
  name: 'System.RestRequest', fields: ['headers', 'httpMethod', 'params', 'remoteAddress', 'requestBody', 'requestURI', 'resourcePath'],
  initial: (bean) => { bean.set('headers', strings()); bean.set('params', strings()); },
  members: {
    'void addHeader(String name, String value)': (self: ApexBean, name: string, value: string) => { (self.get('headers') as ApexMap).put(name, value); },
    'void addParameter(String name, String value)': (self: ApexBean, name: string, value: string) => { (self.get('params') as ApexMap).put(name, value); },
  },
});
defineBean({
  name: 'System.RestResponse', fields: ['responseBody', 'headers', 'statusCode'],
  initial: (bean) => { bean.set('headers', strings()); },
  members: { 'void addHeader(String name, String value)': (self: ApexBean, name: string, value: string) => { (self.get('headers') as ApexMap).put(name, value); } },
});

const slot = (name: string): LibraryField => ({
  get: () => current().slots.get(`RestContext.${name}`) ?? null,
  set: (_receiver: ApexValue, value: ApexValue) => { current().slots.set(`RestContext.${name}`, value); },
});
defineLibraryClass({ name: 'System.RestContext', members: {}, fields: { request: slot('request'), response: slot('response') } });

/** Fills RestContext for a request from outside. */
export function openRestContext(request: { readonly method: string; readonly path: string; readonly resourcePath: string; readonly headers: Readonly<Record<string, string>>; readonly parameters: Readonly<Record<string, string>>; readonly body: string }): void {
  const bean = new ApexBean('System.RestRequest');
  const headers = strings();
  const parameters = strings();
  for (const [name, value] of Object.entries(request.headers)) headers.put(name, value);
  for (const [name, value] of Object.entries(request.parameters)) parameters.put(name, value);
  bean.set('headers', headers);
  bean.set('params', parameters);
  bean.set('httpMethod', request.method);
  bean.set('requestURI', request.path);
  bean.set('resourcePath', request.resourcePath);
  bean.set('remoteAddress', '127.0.0.1');
  bean.set('requestBody', ApexBlob.fromText(request.body));
  const response = new ApexBean('System.RestResponse');
  response.set('headers', strings());
  current().slots.set('RestContext.request', bean);
  current().slots.set('RestContext.response', response);
}

/** What the code put into RestContext.response. */
export function readRestResponse(): { readonly status: number | null; readonly headers: Record<string, string>; readonly body: string | null } {
  const response = current().slots.get('RestContext.response') as ApexBean | null;
  const headers: Record<string, string> = {};
  for (const [name, value] of (response?.get('headers') as ApexMap | null)?.entries() ?? []) headers[name as string] = value as string;
  return { status: (response?.get('statusCode') as number | null) ?? null, headers, body: (response?.get('responseBody') as ApexBlob | null)?.toText() ?? null };
}
