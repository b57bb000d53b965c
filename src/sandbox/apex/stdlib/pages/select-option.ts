import { failNull } from '../../runtime/exception.ts';
import { defineBean } from '../../runtime/library.ts';
import type { ApexBean } from '../../runtime/library.ts';
import { compareValues, defineOrder } from '../../runtime/ordering.ts';
import type { ApexValue } from '../../runtime/contract.ts';

const fill = (bean: ApexBean, value: ApexValue, label: ApexValue, isDisabled: ApexValue = false): void => {
  bean.set('value', value ?? failNull('Argument 1 cannot be null'));
  bean.set('label', label ?? failNull('Argument 2 cannot be null'));
  bean.set('disabled', isDisabled);
};

/** Source: Apex Reference, SelectOption Class. */
defineBean({
  name: 'System.SelectOption',
  accessors: ['Boolean getDisabled()', 'Boolean getEscapeItem()', 'String getLabel()', 'String getValue()', 'void setDisabled(Boolean isDisabled)', 'void setEscapeItem(Boolean itemsEscaped)', 'void setLabel(String label)', 'void setValue(String value)'],
  initial: (bean) => bean.set('escapeItem', true),
  constructors: { 'new(String value, String label)': fill, 'new(String value, String label, Boolean isDisabled)': fill },
  text: (self) => `System.SelectOption[value="${String(self.get('value'))}", label="${String(self.get('label'))}", disabled="${String(self.get('disabled'))}"]`,
});

/** By value, then by label. Source: Apex Developer Guide, List Sorting. */
defineOrder('System.SelectOption', (a, b) => compareValues((a as ApexBean).get('value'), (b as ApexBean).get('value')) || compareValues((a as ApexBean).get('label'), (b as ApexBean).get('label')));
