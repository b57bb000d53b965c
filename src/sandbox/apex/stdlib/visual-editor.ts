import type { ApexValue } from '../runtime/contract.ts';
import { failNull } from '../runtime/exception.ts';
import { defineBean, listOf, type ApexBean } from '../runtime/library.ts';
import { ApexList } from '../runtime/list.ts';
import { compareValues, defineOrder } from '../runtime/ordering.ts';
import { typeOf } from '../runtime/runtime-types.ts';

const fill = (bean: ApexBean, label: ApexValue, value: ApexValue, isSelected: ApexValue = false): void => {
  bean.set('label', label);
  bean.set('value', value);
  bean.set('selected', isSelected);
};
const compare = (a: ApexBean, b: ApexBean | null): number => compareValues(a.get('label'), (b ?? failNull()).get('label'));

/** Source: Apex Reference, DataRow Class. */
defineBean({
  name: 'VisualEditor.DataRow', accessors: ['String getLabel()', 'Object getValue()', 'Boolean isSelected()'],
  constructors: { 'new(String label, Object value)': fill, 'new(String label, Object value, Boolean selected)': fill },
  members: { 'Integer compareTo(VisualEditor.DataRow o)': compare },
});

defineOrder('VisualEditor.DataRow', (a, b) => compare(a as ApexBean, b as ApexBean));

const rowsOf = (self: ApexBean): ApexList => self.get('rows') as ApexList;
/** Source: Apex Reference, DynamicPickListRows Class. */
defineBean({
  name: 'VisualEditor.DynamicPickListRows',
  initial: (bean) => {
    bean.set('rows', new ApexList(typeOf('List<VisualEditor.DataRow>')));
    bean.set('containsAll', true);
  },
  constructors: {
    'new(List<VisualEditor.DataRow> rows)': (bean, rows) => rowsOf(bean).addAll((rows as ApexList | null ?? failNull()).items),
    'new(List<VisualEditor.DataRow> rows, Boolean containsAllRows)': (bean, rows, containsAll) => {
      rowsOf(bean).addAll((rows as ApexList | null ?? failNull()).items);
      bean.set('containsAll', containsAll);
    },
  },
  members: {
    'void addAllRows(List<VisualEditor.DataRow> rows)': (self: ApexBean, rows: ApexList | null) => rowsOf(self).addAll((rows ?? failNull()).items),
    'void addRow(VisualEditor.DataRow row)': (self: ApexBean, row: ApexValue) => rowsOf(self).add(row),
    'Boolean containsAllRows()': (self: ApexBean) => self.get('containsAll'),
    'VisualEditor.DataRow get(Integer i)': (self: ApexBean, index: number | null) => rowsOf(self).get(index ?? failNull()),
    'List<VisualEditor.DataRow> getDataRows()': (self: ApexBean) => listOf('VisualEditor.DataRow', [...rowsOf(self).items]),
    'void setContainsAllRows(Boolean containsAllRows)': (self: ApexBean, value: boolean) => self.set('containsAll', value),
    'Integer size()': (self: ApexBean) => rowsOf(self).size,
    'void sort()': (self: ApexBean) => { rowsOf(self).items.sort((a, b) => compare(a as ApexBean, b as ApexBean)); },
  },
});
