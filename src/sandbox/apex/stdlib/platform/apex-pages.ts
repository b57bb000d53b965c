import type { ApexValue } from '../../runtime/contract.ts';
import { ApexException } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineLibraryClass, enumConstant, listOf } from '../../runtime/library.ts';
import { ApexMap } from '../../runtime/map.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { current } from '../../runtime/transaction.ts';

const messages = (): ApexBean[] => {
  let list = current().slots.get('ApexPages.messages') as ApexBean[] | undefined;
  if (!list) current().slots.set('ApexPages.messages', (list = []));
  return list;
};

const fill = (bean: ApexBean, severity: ApexValue, summary: ApexValue, detail: ApexValue = null): void => {
  bean.set('severity', severity);
  bean.set('summary', summary);
  bean.set('detail', detail ?? summary);
};

/** Source: Apex Reference, Message Class. */
defineBean({
  name: 'ApexPages.Message', accessors: ['String getComponentLabel()', 'String getDetail()', 'ApexPages.Severity getSeverity()', 'String getSummary()'],
  constructors: {
    'new(ApexPages.Severity severity, String summary)': (bean, severity, summary) => fill(bean, severity!, summary!),
    'new(ApexPages.Severity severity, String summary, String detail)': (bean, severity, summary, detail) => fill(bean, severity!, summary!, detail!),
    'new(ApexPages.Severity severity, String summary, String detail, String id)': (bean, severity, summary, detail) => fill(bean, severity!, summary!, detail!),
  },
});

/** Source: Apex Reference, ApexPages Class. */
defineLibraryClass({
  name: 'System.ApexPages',
  members: {
    'void addMessage(ApexPages.Message message)': (message: ApexBean) => { messages().push(message); },
    'void addMessages(Exception exceptionThrown)': (exception: ApexValue) => {
      const bean = new ApexBean('ApexPages.Message');
      fill(bean, enumConstant('ApexPages.Severity', 'ERROR'), exception instanceof ApexException ? exception.message : null);
      messages().push(bean);
    },
    'System.PageReference currentPage()': () => current().slots.get('ApexPages.currentPage') ?? null,
    'ApexPages.Message[] getMessages()': () => listOf('ApexPages.Message', [...messages()]),
    'Boolean hasMessages()': () => messages().length > 0,
    'Boolean hasMessages(ApexPages.Severity severity)': (severity: ApexValue) => messages().some((message) => message.get('severity') === severity),
  },
});

/** Source: Apex Reference, PageReference Class. Pages themselves aren't rendered here. */
defineBean({
  name: 'System.PageReference', accessors: ['String getAnchor()', 'Boolean getRedirect()', 'System.PageReference setAnchor(String anchor)'],
  constructors: { 'new(String partialURL)': (bean, url) => bean.set('url', url!) },
  initial: (bean) => { bean.set('parameters', new ApexMap(typeOf('Map<String,String>'))); bean.set('headers', new ApexMap(typeOf('Map<String,String>'))); bean.set('redirect', false); },
  members: {
    'Map<String,String> getParameters()': (self: ApexBean) => self.get('parameters'),
    'Map<String,String> getHeaders()': (self: ApexBean) => self.get('headers'),
    'String getUrl()': (self: ApexBean) => {
      const pairs = [...(self.get('parameters') as ApexMap).entries()].map(([key, value]) => `${encodeURIComponent(String(key))}=${encodeURIComponent(String(value))}`);
      const url = String(self.get('url') ?? '');
      return pairs.length ? `${url}${url.includes('?') ? '&' : '?'}${pairs.join('&')}` : url;
    },
    'System.PageReference setRedirect(Boolean redirect)': (self: ApexBean, redirect: boolean) => { self.set('redirect', redirect); return self; },
  },
});
