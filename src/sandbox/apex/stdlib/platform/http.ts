import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineLibraryClass, listOf, type LibraryFunction } from '../../runtime/library.ts';
import { callSlot } from '../../runtime/object.ts';
import { current } from '../../runtime/transaction.ts';

/** Body and header members that requests and responses share. Header names are compared without regard to case. */
function messageMembers(): Record<string, LibraryFunction> {
  const headers = (self: ApexBean): Map<string, [string, string]> => {
    let map = self.get('#headers') as Map<string, [string, string]> | null;
    if (!map) self.set('#headers', (map = new Map()));
    return map;
  };
  return {
    'String getBody()': (self: ApexBean) => {
      const body = self.get('body');
      return body instanceof ApexBlob ? body.toText() : (body ?? '');
    },
    'Blob getBodyAsBlob()': (self: ApexBean) => {
      const body = self.get('body');
      return body instanceof ApexBlob ? body : body === null ? null : ApexBlob.fromText(body as string);
    },
    'void setBody(String body)': (self: ApexBean, body: string) => self.set('body', body),
    'void setBodyAsBlob(Blob body)': (self: ApexBean, body: ApexBlob) => self.set('body', body),
    'String getHeader(String key)': (self: ApexBean, key: string | null) => headers(self).get((key ?? failNull()).toLowerCase())?.[1] ?? null,
    'void setHeader(String key, String value)': (self: ApexBean, key: string | null, value: string) => { headers(self).set((key ?? failNull()).toLowerCase(), [key!, value]); },
    'String[] getHeaderKeys()': (self: ApexBean) => listOf('String', [...headers(self).values()].map(([name]) => name)),
  };
}

/** Source: Apex Reference, HttpRequest, HttpResponse and Http Classes. */
defineBean({
  name: 'System.HttpRequest',
  accessors: ['String getEndpoint()', 'void setEndpoint(String endpoint)', 'String getMethod()', 'void setMethod(String method)', 'Boolean getCompressed()', 'void setCompressed(Boolean flag)', 'void setTimeout(Integer timeout)',
    'void setClientCertificateName(String certDevName)'],
  initial: (bean) => bean.set('Compressed', false),
  members: { ...messageMembers(), 'String toString()': (self: ApexBean) => `System.HttpRequest[Endpoint=${String(self.get('Endpoint'))}, Method=${String(self.get('Method'))}]` },
});
defineBean({
  name: 'System.HttpResponse',
  accessors: ['String getStatus()', 'void setStatus(String status)', 'Integer getStatusCode()', 'void setStatusCode(Integer statusCode)'],
  initial: (bean) => bean.set('StatusCode', 0),
  members: { ...messageMembers(), 'String toString()': (self: ApexBean) => `System.HttpResponse[Status=${String(self.get('Status'))}, StatusCode=${String(self.get('StatusCode'))}]` },
});

defineLibraryClass({
  name: 'System.Http',
  members: {
    'new()': () => new ApexBean('System.Http'),
    'HttpResponse send(HttpRequest request)': (_self: ApexBean, request: ApexValue) => {
      if (request === null) failNull();
      current().limits.charge('callouts', 1);
      const mock = current().test?.mocks.get('system.httpcalloutmock') as object | undefined;
      if (mock) return callSlot(mock, 'respond$System.HttpRequest', request) ?? callSlot(mock, 'respond$HttpRequest', request) ?? null;
      if (current().test) fail('System.TypeException', 'Methods defined as TestMethod do not support Web service callouts');
      return fail('System.CalloutException', `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${String((request as ApexBean).get('Endpoint'))}`);
    },
  },
});
