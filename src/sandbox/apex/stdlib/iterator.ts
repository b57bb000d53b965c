import type { ApexIterator } from '../runtime/iteration.ts';
import { defineLibraryClass } from '../runtime/library.ts';

/** Source: Apex Reference, Iterator Interface: the iterators of collections. */
defineLibraryClass({
  name: 'System.Iterator',
  members: {
    'Boolean hasNext()': (self: ApexIterator) => self.hasNext,
    'T next()': (self: ApexIterator) => self.take(),
  },
});
