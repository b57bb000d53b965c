/** Visualforce components that code makes. */
import { describe } from 'mocha';
import { evaluations } from './evaluations.ts';

describe('components made in code', () => {
  evaluations([
    ["new Component.Apex.OutputText(value = 'x', escape = false).value", 'x'],
    ["new Component.Apex.OutputText(rendered = true).rendered ? 'shown' : 'hidden'", 'shown'],
    ['new Component.Apex.OutputPanel().childComponents.size()', '0'],
    ['new Component.c.Box().styleClass', 'null'],
    ['Shop.tree()', "{!name} field box 1"],
  ], [`public class Shop {
    public static String tree() {
      Component.Apex.OutputPanel panel = new Component.Apex.OutputPanel(styleClass = 'box', layout = 'block');
      Component.Apex.InputField field = new Component.Apex.InputField(id = 'field');
      field.expressions.value = '{!name}';
      panel.childComponents.add(field);
      panel.facets.header = field;
      panel.for = 'x';
      ApexPages.Component found = panel.getComponentById('field');
      return found.expressions.value + ' ' + found.id + ' ' + panel.styleClass + ' ' + panel.childComponents.size();
    }
  }`]);
});

describe('options', () => {
  evaluations([['Shop.sorted()', 'a/x a/y b/']], [`public class Shop {
    public static String sorted() {
      List<SelectOption> options = new List<SelectOption>{ new SelectOption('b', ''), new SelectOption('a', 'y'), new SelectOption('a', 'x') };
      options.sort();
      List<String> texts = new List<String>();
      for (SelectOption option : options) texts.add(option.getValue() + '/' + option.getLabel());
      return String.join(texts, ' ');
    }
  }`]);
});
