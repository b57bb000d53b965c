import { fail, failNull, notSupported } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
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
    'static String communitiesLanding()': () => notSupported('System.Network.communitiesLanding outside of a site'),
    'static String getLoginUrl(String networkId)': noSite,
    'static String getLogoutUrl(String networkId)': noSite,
    'static String getSelfRegUrl(String networkId)': noSite,
  },
});
