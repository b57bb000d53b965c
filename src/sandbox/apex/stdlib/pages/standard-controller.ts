import { runDml } from '../../runtime/data-access.ts';
import { ApexException, fail, failNull } from '../../runtime/exception.ts';
import { ApexObject } from '../../runtime/object.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import type { ApexBean } from '../../runtime/library.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import { addMessages } from './messages.ts';
import { currentPage, newPage } from './page-reference.ts';
import type { ApexMap } from '../../runtime/map.ts';

/** The controller that a page of one record has, made in code with the record. */
class StandardController extends ApexObject {
  readonly record: SObjectRecord;
  constructor(record: SObjectRecord) {
    super();
    this.record = record;
  }
  get id(): string | null { return (this.record.fields.get('Id') as string | null | undefined) ?? null; }
  get listPage(): ApexBean { return newPage(`/${current().schema.object(this.record.objectName)?.keyPrefix ?? ''}/o`); }
  get viewPage(): ApexBean { return this.id === null ? this.listPage : newPage(`/${this.id.slice(0, 15)}`); }
}
typed(StandardController, 'ApexPages.StandardController');

export const pageCaller = { namespace: null, sharing: 'with', apiVersion: 60 } as const;

/** Where a page came from, if it says. */
export function returnPage(): ApexBean | null {
  const url = (currentPage()?.get('parameters') as ApexMap | undefined)?.get('retURL') as string | null | undefined;
  return url ? newPage(url) : null;
}

/** Runs DML for a page: what fails is a message on it, and there is no next page. */
export function saving(next: () => ApexBean, save: () => void): ApexBean | null {
  try {
    save();
  } catch (thrown) {
    if (!(thrown instanceof ApexException) || !thrown.dmlRows) throw thrown;
    addMessages(thrown);
    return null;
  }
  return next();
}

const refuse = (method: string): never => fail('System.SObjectException', `You cannot call ${method} when the data is being passed into the controller by the caller.`);

/** Source: Apex Reference, StandardController Class. */
defineLibraryClass({
  name: 'ApexPages.StandardController',
  members: {
    'new(SObject controllerSObject)': (record: SObjectRecord | null) => new StandardController(record ?? failNull('Argument 1 cannot be null')),
    'void addFields(List<String> fieldNames)': () => refuse('addFields'),
    'void reset()': () => refuse('reset'),
    'System.PageReference cancel()': (self: StandardController) => returnPage() ?? self.viewPage,
    'System.PageReference delete()': (self: StandardController) => saving(() => returnPage() ?? self.listPage, () => { runDml('delete', [self.record], { caller: pageCaller, access: 'system' }); }),
    'System.PageReference edit()': (self: StandardController) => newPage(`/${self.id?.slice(0, 15) ?? ''}/e`),
    // As pages have it in their address.
    'String getId()': (self: StandardController) => self.id?.slice(0, 15) ?? null,
    'SObject getRecord()': (self: StandardController) => self.record,
    'System.PageReference save()': (self: StandardController) => saving(() => returnPage() ?? self.viewPage, () => { runDml(self.id === null ? 'insert' : 'update', [self.record], { caller: pageCaller, access: 'system' }); }),
    'System.PageReference view()': (self: StandardController) => self.viewPage,
  },
});
