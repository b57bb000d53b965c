import { startCallout } from './callout.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import type { ApexMap } from '../../runtime/map.ts';
import { callSlot } from '../../runtime/object.ts';
import { current } from '../../runtime/transaction.ts';

const DO_INVOKE = 'doinvoke$Object$Object$Map<String,Object>$String$String$String$String$String$String';

/**
 * SOAP callouts of classes that were made from a WSDL. The facts of a call: endpoint, SOAP action, request namespace, request
 * name, response namespace, response name, response type. Source: Apex Developer Guide, Test Web Service Callouts.
 */
defineLibraryClass({
  name: 'System.WebServiceCallout',
  members: {
    'static void invoke(Object stub, Object request, Map<String,Object> response, List<String> infoArray)': (stub: ApexValue, request: ApexValue, response: ApexMap | null, info: ApexList | null) => {
      const { test } = current();
      startCallout();
      const [endpoint = null, soapAction = null, , requestName = null, responseNamespace = null, responseName = null, responseType = null] = (info ?? failNull()).items;
      const mock = test?.mocks.get('system.webservicemock') as object | undefined;
      if (!mock) {
        if (test) fail('System.TypeException', 'Methods defined as TestMethod do not support Web service callouts');
        fail('System.CalloutException', `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${String(endpoint)}`);
      }
      callSlot(mock, DO_INVOKE, stub, request, response, endpoint, soapAction, requestName, responseNamespace, responseName, responseType);
    },
  },
});
