import { defineLibraryClass } from '../../runtime/library.ts';
import { failNull } from '../../runtime/exception.ts';
import { current } from '../../runtime/transaction.ts';

defineLibraryClass({
  name: 'System.FeatureManagement',
  members: {
    'static Boolean checkPermission(String apiName)': (name: string | null) => current().data.rights.hasCustomPermission(name ?? failNull()),
  },
});
