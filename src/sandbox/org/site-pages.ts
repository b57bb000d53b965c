/** Visualforce pages that an org has for its sites from the start, whether or not a project holds them. In lower case. */
export const SITE_PAGES: readonly string[] = [
  'answershome', 'bandwidthexceeded', 'changepassword', 'communitieslanding', 'communitieslogin', 'communitiesselfreg', 'communitiesselfregconfirm', 'communitiestemplate', 'exception', 'filenotfound',
  'forgotpassword', 'forgotpasswordconfirm', 'ideashome', 'inmaintenance', 'microbatchselfreg', 'myprofilepage', 'sitelogin', 'siteregister', 'siteregisterconfirm', 'sitetemplate', 'stdexceptiontemplate', 'unauthorized',
  'underconstruction',
];
