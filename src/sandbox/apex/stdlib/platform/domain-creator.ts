import { defineLibraryClass, type LibraryFunction } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';

const MY_DOMAIN = '.my.salesforce.com';

/** The org's host by its parts: `acme--dev.sandbox` is the domain `acme--dev` in a partition `.sandbox`. */
function partsOf(): { readonly domain: string; readonly partition: string } {
  const { hostname } = new URL(current().org.baseUrl);
  const [domain = hostname, ...partition] = (hostname.endsWith(MY_DOMAIN) ? hostname.slice(0, -MY_DOMAIN.length) : hostname.split('.')[0]!).split('.');
  return { domain, partition: partition.map((part) => `.${part}`).join('') };
}

const host = (suffix: string): LibraryFunction => () => {
  const { domain, partition } = partsOf();
  return `${domain}${partition}.${suffix}`;
};
/** Without a package the page is the org's own. */
const packageHost = (suffix: string): LibraryFunction => (packageName: string | null) => {
  const { domain, partition } = partsOf();
  return `${domain}--${packageName || 'c'}${partition}.${suffix}`;
};

/** Source: Apex Reference, DomainCreator Class; Salesforce Help, My Domain URL Formats. */
defineLibraryClass({
  name: 'System.DomainCreator',
  members: {
    'static String getContentHostname()': host('file.force.com'),
    'static String getExperienceCloudSitesBuilderHostname()': host('builder.salesforce-experience.com'),
    'static String getExperienceCloudSitesHostname()': host('my.site.com'),
    'static String getExperienceCloudSitesLivePreviewHostname()': host('live-preview.salesforce-experience.com'),
    'static String getExperienceCloudSitesPreviewHostname()': host('preview.salesforce-experience.com'),
    'static String getLightningContainerComponentHostname(String packageName)': packageHost('container.force.com'),
    'static String getLightningHostname()': host('lightning.force.com'),
    'static String getOrgMyDomainHostname()': () => new URL(current().org.baseUrl).hostname,
    'static String getSalesforceSitesHostname()': host('my.salesforce-sites.com'),
    'static String getSetupHostname()': host('my.salesforce-setup.com'),
    'static String getVisualforceHostname(String packageName)': packageHost('vf.force.com'),
  },
});
