import { logCallout, startCallout } from './callout.ts';
import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineLibraryClass, findMember, listOf, type LibraryFunction } from '../../runtime/library.ts';
import { inHashOrder } from '../../runtime/hash-order.ts';
import { callSlot, hasSlot } from '../../runtime/object.ts';
import { current } from '../../runtime/transaction.ts';
import { ApexDocument } from '../xml/document.ts';
import { newStreamReader } from '../xml/stream-reader.ts';

/** Headers by lower-case name: they are found without regard to case, and named as they were first set. */
function headersOf(self: ApexBean): Map<string, [string, string]> {
  let map = self.get('#headers') as Map<string, [string, string]> | null;
  if (!map) self.set('#headers', (map = new Map()));
  return map;
}

export function setHeader(self: ApexBean, name: string | null, value: string | null): void {
  headersOf(self).set((name ?? failNull()).toLowerCase(), [name!, value ?? failNull()]);
}

const bodyText = (self: ApexBean): string => {
  const body = self.get('body');
  return body instanceof ApexBlob ? body.toText() : ((body as string | null) ?? '');
};

/** Body and header members that requests and responses share. */
const messageMembers: Record<string, LibraryFunction> = {
  'String getBody()': bodyText,
  'Blob getBodyAsBlob()': (self: ApexBean) => {
    const body = self.get('body');
    return body instanceof ApexBlob ? body : ApexBlob.fromText((body as string | null) ?? '');
  },
  'Dom.Document getBodyDocument()': (self: ApexBean) => ApexDocument.parse(bodyText(self)),
  'void setBody(String body)': (self: ApexBean, body: string | null) => self.set('body', body ?? failNull('Argument cannot be null.')),
  'void setBodyAsBlob(Blob body)': (self: ApexBean, body: ApexBlob | null) => self.set('body', body ?? failNull('Argument cannot be null.')),
  'String getHeader(String key)': (self: ApexBean, key: string | null) => headersOf(self).get((key ?? failNull()).toLowerCase())?.[1] ?? null,
  'void setHeader(String key, String value)': setHeader,
  'String[] getHeaderKeys()': (self: ApexBean) => listOf('String', inHashOrder([...headersOf(self).values()].map(([name]) => name), (name) => name)),
};

const text = (self: ApexBean, name: string): string => String(self.get(name));

/** Source: Apex Reference, HttpRequest Class. */
defineBean({
  name: 'System.HttpRequest',
  accessors: ['String getEndpoint()', 'void setEndpoint(String endpoint)', 'String getMethod()', 'void setMethod(String method)', 'Boolean getCompressed()', 'void setCompressed(Boolean flag)', 'void setClientCertificateName(String certDevName)'],
  initial: (bean) => bean.set('Compressed', false),
  members: {
    ...messageMembers,
    'void setBodyDocument(Dom.Document document)': (self: ApexBean, document: ApexDocument | null) => self.set('body', (document ?? failNull('Argument cannot be null.')).toXml()),
    'void setTimeout(Integer timeout)': (self: ApexBean, timeout: number | null) => {
      const milliseconds = timeout ?? failNull('Argument cannot be null.');
      if (milliseconds < 1 || milliseconds > 120_000) fail('System.CalloutException', 'Invalid timeout value: timeout must be between 1 and 120000 milliseconds');
      self.set('Timeout', milliseconds);
    },
    'void setClientCertificate(String clientCert, String password)': (self: ApexBean, certificate: string, password: string) => {
      self.set('#certificate', certificate);
      self.set('#password', password);
    },
  },
  text: (self) => `System.HttpRequest[Endpoint=${text(self, 'Endpoint')}, Method=${text(self, 'Method')}]`,
});

/** Source: Apex Reference, HttpResponse Class. */
defineBean({
  name: 'System.HttpResponse',
  accessors: ['String getStatus()', 'void setStatus(String status)', 'Integer getStatusCode()', 'void setStatusCode(Integer statusCode)'],
  initial: (bean) => bean.set('StatusCode', 0),
  members: {
    ...messageMembers,
    'XmlStreamReader getXmlStreamReader()': (self: ApexBean) => newStreamReader(bodyText(self)),
  },
  text: (self) => `System.HttpResponse[Status=${text(self, 'Status')}, StatusCode=${text(self, 'StatusCode')}]`,
});

export function newResponse(): ApexBean {
  return findMember('System.HttpResponse', 'new()')() as ApexBean;
}

const RESPOND = 'respond$System.HttpRequest';

/** What a mock answers: a user's object, or one of the library's that read static resources. */
function answerOf(mock: object, request: ApexBean): ApexValue {
  if (hasSlot(mock, RESPOND)) return callSlot(mock, RESPOND, request) ?? null;
  const respond = findMember((mock as ApexBean).$type.name, 'System.HttpResponse respond(System.HttpRequest request)') as (...args: ApexValue[]) => ApexValue;
  return respond(mock, request);
}

/** Source: Apex Reference, Http Class. */
defineLibraryClass({
  name: 'System.Http',
  members: {
    'new()': () => new ApexBean('System.Http'),
    'HttpResponse send(HttpRequest request)': (_self: ApexBean, request: ApexBean | null) => {
      if (request === null) failNull();
      const { test } = current();
      startCallout();
      const mock = test?.mocks.get('system.httpcalloutmock') as object | undefined;
      if (mock) return logCallout(request, () => answerOf(mock, request));
      if (test) fail('System.TypeException', 'Methods defined as TestMethod do not support Web service callouts');
      return fail('System.CalloutException', `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${text(request, 'Endpoint')}`);
    },
    'String toString()': () => 'System.Http[]',
  },
});
