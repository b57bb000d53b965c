import type { ApexValue } from '../../runtime/contract.ts';
import { failNull } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { current } from '../../runtime/transaction.ts';
import { rowsOf } from '../rows.ts';

const menuItem = () => current().schema.object('AppMenuItem')!;

/** Items named come first, in the order given; an item is named by its own id or by its application's. */
const sortBy = (field: 'SortOrder' | 'UserSortOrder') => (ids: ApexList | null): void => {
  const wanted = (ids ?? failNull()).items as readonly (string | null)[];
  const items = rowsOf('SELECT Id, ApplicationId, SortOrder FROM AppMenuItem ORDER BY SortOrder');
  const place = (row: (typeof items)[number]): number => {
    const at = wanted.findIndex((id) => id !== null && (id === row.fields.get('Id') || id === row.fields.get('ApplicationId')));
    return at < 0 ? wanted.length : at;
  };
  [...items].sort((a, b) => place(a) - place(b)).forEach((row, index) => current().data.platform.update(menuItem(), row.fields.get('Id') as string, { [field]: index + 1 }));
};

/** Source: Apex Reference, AppMenu Class. */
defineLibraryClass({
  name: 'AppLauncher.AppMenu',
  members: {
    'static void setAppVisibility(Id appMenuItemId, Boolean isVisible)': (id: string | null, isVisible: ApexValue) => {
      current().data.platform.update(menuItem(), id ?? failNull(), { IsVisible: isVisible === true });
    },
    'static void setOrgSortOrder(List<Id> appIds)': sortBy('SortOrder'),
    'static void setUserSortOrder(List<Id> appIds)': sortBy('UserSortOrder'),
  },
});
