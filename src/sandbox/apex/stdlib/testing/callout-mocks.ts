import type { ApexBlob } from '../../runtime/blob.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, type LibraryFunction } from '../../runtime/library.ts';
import { staticResource } from '../static-resource.ts';
import { newResponse, setHeader } from '../platform/http.ts';

/** What was set on a mock: its answer but for the body. */
const headersOf = (self: ApexBean): Map<string, string> => {
  let headers = self.get('#headers') as Map<string, string> | null;
  if (!headers) self.set('#headers', (headers = new Map()));
  return headers;
};
const resourcesOf = (self: ApexBean): Map<string, string> => {
  let resources = self.get('#resources') as Map<string, string> | null;
  if (!resources) self.set('#resources', (resources = new Map()));
  return resources;
};
const bodyOf = (name: string): ApexBlob => staticResource(name) ?? failNull();

function answer(self: ApexBean, resource: string): ApexBean {
  const response = newResponse();
  response.set('body', bodyOf(resource));
  response.set('Status', self.get('Status'));
  response.set('StatusCode', self.get('StatusCode') ?? 200);
  for (const [name, value] of headersOf(self)) setHeader(response, name, value);
  return response;
}

const common = (typeName: string): Record<string, LibraryFunction> => ({
  'new()': () => new ApexBean(typeName),
  'void setHeader(String headerName, String headerValue)': (self: ApexBean, name: string | null, value: string) => { headersOf(self).set(name ?? failNull(), value); },
  'void setStatus(String httpStatus)': (self: ApexBean, status: string) => self.set('Status', status),
  'void setStatusCode(Integer httpStatusCode)': (self: ApexBean, code: number) => self.set('StatusCode', code),
});

/** Source: Apex Reference, StaticResourceCalloutMock Class. */
defineLibraryClass({
  name: 'System.StaticResourceCalloutMock', supertypes: ['System.HttpCalloutMock'],
  members: {
    ...common('System.StaticResourceCalloutMock'),
    'void setStaticResource(String resourceName)': (self: ApexBean, name: string | null) => { resourcesOf(self).set('', name ?? failNull()); },
    'System.HttpResponse respond(System.HttpRequest request)': (self: ApexBean) => answer(self, resourcesOf(self).get('') ?? fail('System.CalloutException', 'No static resource is set on the mock.')),
  },
});

/** Source: Apex Reference, MultiStaticResourceCalloutMock Class. */
defineLibraryClass({
  name: 'System.MultiStaticResourceCalloutMock', supertypes: ['System.HttpCalloutMock'],
  members: {
    ...common('System.MultiStaticResourceCalloutMock'),
    'void setStaticResource(String endpoint, String resourceName)': (self: ApexBean, endpoint: string | null, name: string | null) => { resourcesOf(self).set(endpoint ?? failNull(), name ?? failNull()); },
    'System.HttpResponse respond(System.HttpRequest request)': (self: ApexBean, request: ApexBean | null) => {
      const endpoint = String((request ?? failNull()).get('Endpoint'));
      return answer(self, resourcesOf(self).get(endpoint) ?? fail('System.CalloutException', `No static resource is set on the mock for ${endpoint}.`));
    },
  },
});
