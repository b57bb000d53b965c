import type { ApexValue } from '../../runtime/contract.ts';
import { apexEquals } from '../../runtime/equality.ts';
import { runDml } from '../../runtime/data-access.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, typed, type ApexBean } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { listTypeOf, sobjectType } from '../../runtime/runtime-types.ts';
import { ApexObject } from '../../runtime/object.ts';
import { setField } from '../../runtime/records.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import type { QueryLocator } from '../platform/query-locator.ts';
import { newPage } from './page-reference.ts';
import { pageCaller, returnPage, saving } from './standard-controller.ts';

const MOST_RECORDS = 10_000;
const PAGE_SIZE = 20;

/** The controller of a page of many records. */
class StandardSetController extends ApexObject {
  readonly records: readonly SObjectRecord[];
  /** Whether the records are all there are. */
  readonly isComplete: boolean;
  /** Values that are set on it go to every selected record when it is saved. */
  readonly prototypeRecord: SObjectRecord;
  selected: SObjectRecord[] = [];
  pageSize = PAGE_SIZE;
  pageNumber = 1;
  filterId: string | null = null;
  private readonly before: ReadonlyMap<SObjectRecord, ReadonlyMap<string, ApexValue>>;

  constructor(records: readonly SObjectRecord[], objectName: string) {
    super();
    this.isComplete = records.length <= MOST_RECORDS;
    this.records = records.slice(0, MOST_RECORDS);
    this.prototypeRecord = new SObjectRecord(objectName);
    this.before = new Map(this.records.map((record) => [record, new Map(record.fields)]));
  }
  get pages(): number { return Math.max(1, Math.ceil(this.records.length / this.pageSize)); }
  get page(): SObjectRecord[] { return this.records.slice((this.pageNumber - 1) * this.pageSize, this.pageNumber * this.pageSize); }
  go(pageNumber: number): void { this.pageNumber = Math.min(Math.max(1, pageNumber), this.pages); }
  list(records: readonly SObjectRecord[]): ApexList { return new ApexList(listTypeOf(sobjectType(this.prototypeRecord.objectName)), [...records]); }

  private isChanged(record: SObjectRecord): boolean {
    const before = this.before.get(record);
    return !before || before.size !== record.fields.size || [...record.fields].some(([name, value]) => !apexEquals(value, before.get(name) ?? null));
  }

  save(): void {
    const targets = this.selected.length ? this.selected : this.records;
    for (const record of targets) for (const [name, value] of this.prototypeRecord.fields) setField(record, name, value);
    const changed = [...new Set([...this.records, ...this.selected])].filter((record) => this.isChanged(record));
    const hasId = (record: SObjectRecord): boolean => (record.fields.get('Id') ?? null) !== null;
    runDml('insert', changed.filter((record) => !hasId(record)), { caller: pageCaller, access: 'system' });
    runDml('update', changed.filter(hasId), { caller: pageCaller, access: 'system' });
  }
}
typed(StandardSetController, 'ApexPages.StandardSetController');

const HOME = '/home/home.jsp';
const origin = (): ApexBean => returnPage() ?? newPage(HOME);

function controllerOf(records: ApexList): StandardSetController {
  const named = records.$type.element!.name;
  return new StandardSetController(records.items as SObjectRecord[], named === 'SObject' ? ((records.items[0] as SObjectRecord | undefined)?.objectName ?? named) : named);
}

/** Source: Apex Reference, StandardSetController Class. List views aren't here. */
defineLibraryClass({
  name: 'ApexPages.StandardSetController',
  members: {
    'new(Database.QueryLocator queryLocator)': (locator: QueryLocator | null) => {
      const { records } = locator ?? failNull('Argument 1 cannot be null');
      if (records.size > MOST_RECORDS) fail('System.LimitException', `Too many query locator rows: ${records.size}`);
      return controllerOf(records);
    },
    'new(List<sObject> controllerSObjects)': (records: ApexList | null) => controllerOf(records ?? failNull('Argument 1 cannot be null')),
    'void addFields(List<String> fieldNames)': () => fail('System.SObjectException', 'You cannot call addFields when the data is being passed into the controller by the caller.'),
    'System.PageReference cancel()': origin,
    'void first()': (self: StandardSetController) => self.go(1),
    'void last()': (self: StandardSetController) => self.go(self.pages),
    'void next()': (self: StandardSetController) => self.go(self.pageNumber + 1),
    'void previous()': (self: StandardSetController) => self.go(self.pageNumber - 1),
    'Boolean getCompleteResult()': (self: StandardSetController) => self.isComplete,
    'String getFilterId()': (self: StandardSetController) => self.filterId,
    'void setFilterID(String filterId)': (self: StandardSetController, id: string | null) => { self.filterId = id; },
    'Boolean getHasNext()': (self: StandardSetController) => self.pageNumber < self.pages,
    'Boolean getHasPrevious()': (self: StandardSetController) => self.pageNumber > 1,
    'Integer getPageNumber()': (self: StandardSetController) => self.pageNumber,
    'void setpageNumber(Integer pageNumber)': (self: StandardSetController, page: number | null) => self.go(page ?? failNull()),
    'Integer getPageSize()': (self: StandardSetController) => self.pageSize,
    'void setPageSize(Integer pageSize)': (self: StandardSetController, size: number | null) => {
      self.pageSize = Math.max(1, size ?? failNull());
      self.go(self.pageNumber);
    },
    'sObject getRecord()': (self: StandardSetController) => self.prototypeRecord,
    'sObject[] getRecords()': (self: StandardSetController) => self.list(self.page),
    'Integer getResultSize()': (self: StandardSetController) => self.records.length,
    'sObject[] getSelected()': (self: StandardSetController) => self.list(self.selected),
    'void setSelected(sObject[] selectedRecords)': (self: StandardSetController, records: ApexList | null) => { self.selected = [...(records ?? failNull()).items] as SObjectRecord[]; },
    'System.PageReference save()': (self: StandardSetController) => saving(origin, () => self.save()),
  },
});

