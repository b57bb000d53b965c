import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineBean, defineLibraryClass, listOf, type ApexBean } from '../../runtime/library.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { ApexMap } from '../../runtime/map.ts';
import { ApexObject, callSlot, hasSlot } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { current } from '../../runtime/transaction.ts';

const responses = (): Map<string, ApexValue> => {
  let map = current().slots.get('Continuation.responses') as Map<string, ApexValue> | undefined;
  if (!map) current().slots.set('Continuation.responses', (map = new Map()));
  return map;
};
const requestsOf = (self: ApexBean): ApexMap => self.get('requests') as ApexMap;
/** Source: Apex Reference, Continuation Class: up to three callouts. */
const MOST_REQUESTS = 3;

defineBean({
  name: 'System.Continuation', fields: ['continuationMethod', 'timeout', 'state'],
  initial: (bean) => bean.set('requests', new ApexMap(typeOf('Map<String,System.HttpRequest>'))),
  constructors: { 'new(Integer timeout)': (bean, timeout) => bean.set('timeout', timeout) },
  members: {
    'String addHttpRequest(System.HttpRequest request)': (self: ApexBean, request: ApexValue) => {
      const requests = requestsOf(self);
      if (requests.size >= MOST_REQUESTS) fail('System.LimitException', `Too many continuation callouts: ${requests.size + 1}`);
      const label = `Continuation-${requests.size + 1}`;
      requests.put(label, request ?? failNull());
      return label;
    },
    'Map<String,System.HttpRequest> getRequests()': requestsOf,
    'static HttpResponse getResponse(String requestLabel)': (label: string | null) => responses().get(label ?? failNull()) ?? null,
  },
});

/** The method that a continuation goes on with: of the controller, or static with the labels and the state. */
function goOn(controller: ApexValue, continuation: ApexBean | null): ApexValue {
  const name = ((continuation ?? failNull()).get('continuationMethod') as string | null ?? failNull()).toLowerCase();
  const arguments_ = [listOf('String', [...requestsOf(continuation!).keys()]), continuation!.get('state')];
  if (hasSlot(controller, `${name}$`)) return callSlot(controller as object, `${name}$`) ?? null;
  const slot = `${name}$List<String>$Object`;
  if (hasSlot(controller, slot)) return callSlot(controller as object, slot, ...arguments_) ?? null;
  const statics = controller instanceof ApexObject ? findLoaded(controller.$type.name)?.u() : undefined;
  return statics?.[slot] ? ((statics[slot](...arguments_) as ApexValue | undefined) ?? null) : fail('System.IllegalArgumentException', `Method does not exist: ${name}`);
}

/** Source: Apex Reference, Test Class, setContinuationResponse and invokeContinuationMethod. */
defineLibraryClass({
  name: 'System.Test',
  members: {
    'static void setContinuationResponse(String requestLabel, System.HttpResponse mockResponse)': (label: string | null, response: ApexValue) => { responses().set(label ?? failNull(), response); },
    'static Object invokeContinuationMethod(Object controller, Continuation request)': goOn,
  },
});
