import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import { newPage } from '../pages/page-reference.ts';
import { current } from '../../runtime/transaction.ts';

/** Source: Apex Reference, Network Class. Code here runs outside of any Experience Cloud site, as in a sandbox that has none. */
const noSite = (networkId: string | null): never => {
  if (networkId === null) failNull('Argument 1 cannot be null');
  return fail('System.NoDataFoundException', `Network ${networkId} does not exist in org ${current().org.id}`);
};

defineLibraryClass({
  name: 'System.Network',
  members: {
    'static String getNetworkId()': () => null,
    // Outside of a site there is nowhere to go: in a test to an empty page, as the test says that comes with every site's CommunitiesLandingController.
    'static System.PageReference communitiesLanding()': () => (current().test ? newPage('') : null),
    'static PageReference forwardToAuthPage(String startURL)': () => null,
    'static System.PageReference forwardToAuthPage(String startUrl, String displayType)': () => null,
    'static String getLoginUrl(String networkId)': noSite,
    'static String getLogoutUrl(String networkId)': noSite,
    'static String getSelfRegUrl(String networkId)': noSite,
  },
});
