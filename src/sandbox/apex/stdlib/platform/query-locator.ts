import type { ApexValue } from '../../runtime/contract.ts';
import { ApexIterator } from '../../runtime/iteration.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { ApexObject } from '../../runtime/object.ts';

/** What a batch job's start method returns: a query, read when it is iterated. */
export class QueryLocator extends ApexObject {
  readonly query: string;
  readonly records: ApexList;
  constructor(query: string, records: ApexList) {
    super();
    this.query = query;
    this.records = records;
  }
  iterate(): { next(): ApexValue | undefined } {
    let at = 0;
    return { next: () => (at < this.records.size ? this.records.items[at++] : undefined) };
  }
}
typed(QueryLocator, 'Database.QueryLocator');

defineLibraryClass({ name: 'Database.QueryLocator', supertypes: ['System.Iterable'], members: {
  'String getQuery()': (self: QueryLocator) => self.query,
  'Database.QueryLocatorIterator iterator()': (self: QueryLocator) => new ApexIterator(self.iterate()),
} });
defineLibraryClass({ name: 'Database.QueryLocatorIterator', supertypes: ['System.Iterator'], members: {
  'Boolean hasNext()': (self: ApexIterator) => self.hasNext,
  'SObject next()': (self: ApexIterator) => self.take(),
} });
