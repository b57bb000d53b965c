/** Source: Apex Reference, ChangeEventHeader Class. */
import { defineBean, listOf } from '../../runtime/library.ts';

const TYPES: readonly (readonly [name: string, type: string])[] = [
  ['ChangedFields', 'List<String>'], ['ChangeOrigin', 'String'], ['ChangeType', 'String'], ['CommitNumber', 'Long'], ['CommitTimestamp', 'Long'], ['CommitUser', 'String'], ['DiffFields', 'List<String>'],
  ['EntityName', 'String'], ['NulledFields', 'List<String>'], ['RecordIds', 'List<String>'], ['SequenceNumber', 'Integer'], ['TransactionKey', 'String'],
];

defineBean({
  name: 'EventBus.ChangeEventHeader',
  fields: TYPES.map(([name]) => name.toLowerCase()),
  accessors: TYPES.flatMap(([name, type]) => [`${type} get${name}()`, `void set${name}(${type} arg0)`]),
  initial: (bean) => { for (const [name, type] of TYPES) if (type === 'List<String>') bean.set(name, listOf('String', [])); },
});
