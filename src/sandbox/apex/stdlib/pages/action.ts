import { failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import { ApexObject } from '../../runtime/object.ts';

/** An action of a page's controller, by its expression. */
class PageAction extends ApexObject {
  readonly expression: string;
  constructor(expression: string) {
    super();
    this.expression = expression;
  }
}
typed(PageAction, 'ApexPages.Action');

/** Source: Apex Reference, Action Class. */
defineLibraryClass({
  name: 'ApexPages.Action',
  members: {
    'new(String action)': (expression: string | null) => new PageAction(expression ?? failNull('Argument 1 cannot be null')),
    'String getExpression()': (self: PageAction) => self.expression,
    // Without a page that is shown there is no controller whose action it could be: no page comes next.
    'System.PageReference invoke()': () => null,
  },
});
