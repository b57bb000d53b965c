import type { ApexValue } from '../../runtime/contract.ts';
import { ApexException, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineLibraryClass, enumConstant, listOf } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';
import { currentPage } from './page-reference.ts';

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
  text: (self) => `ApexPages.Message["${String(self.get('summary'))}"]`,
});

/** One message a failed row where DML has failed. */
export function addMessages(exception: ApexValue): void {
  if (!(exception instanceof ApexException)) failNull('Argument cannot be null.');
  for (const summary of exception.dmlRows?.map((row) => row.message) ?? [exception.message]) {
    const bean = new ApexBean('ApexPages.Message');
    fill(bean, enumConstant('ApexPages.Severity', 'ERROR'), summary);
    messages().push(bean);
  }
}

/** Source: Apex Reference, ApexPages Class. */
defineLibraryClass({
  name: 'System.ApexPages',
  members: {
    'void addMessage(ApexPages.Message message)': (message: ApexBean | null) => { messages().push(message ?? failNull('Argument cannot be null.')); },
    'void addMessages(Exception exceptionThrown)': addMessages,
    'System.PageReference currentPage()': currentPage,
    'ApexPages.Message[] getMessages()': () => listOf('ApexPages.Message', [...messages()]),
    'Boolean hasMessages()': () => messages().length > 0,
    'Boolean hasMessages(ApexPages.Severity severity)': (severity: ApexValue) => messages().some((message) => message.get('severity') === severity),
  },
});
defineLibraryClass({ name: 'System.System', members: { 'static System.PageReference currentPageReference()': currentPage } });
defineLibraryClass({ name: 'System.Test', members: {
  'static void clearApexPageMessages()': () => { messages().length = 0; },
  'static void setCurrentPage(PageReference page)': (page: ApexValue) => { current().slots.set('ApexPages.currentPage', page); },
  'static void setCurrentPageReference(PageReference page)': (page: ApexValue) => { current().slots.set('ApexPages.currentPage', page); },
} });
defineBean({ name: 'ApexPages.Action', accessors: ['String getExpression()'], constructors: { 'new(String action)': (bean, action) => bean.set('expression', action!) } });
