import { ApexBean, defineLibraryClass } from '../runtime/library.ts';
import { current } from '../runtime/transaction.ts';

/** Source: Apex Reference, Collator Class: the order of the running user's locale; null comes first. */
defineLibraryClass({
  name: 'System.Collator',
  members: {
    'static System.Collator getInstance()': () => new ApexBean('System.Collator'),
    'Integer compare(String source, String target)': (_self: ApexBean, source: string | null, target: string | null) => {
      if (source === null || target === null) return source === target ? 0 : source === null ? -1 : 1;
      return Math.sign(new Intl.Collator(current().user.locale.replaceAll('_', '-')).compare(source, target));
    },
  },
});
