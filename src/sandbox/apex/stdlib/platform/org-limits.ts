import { ApexBean, defineBean, defineLibraryClass, listOf } from '../../runtime/library.ts';
import { ApexMap } from '../../runtime/map.ts';
import { typeOf } from '../../runtime/runtime-types.ts';

/** Limits of an org by name, with the maximum that a developer sandbox has. Source: REST API Developer Guide, List Org Limits. */
const MAXIMA: Readonly<Record<string, number>> = {
  ActiveScratchOrgs: 3, AnalyticsExternalDataSizeMB: 40_960, ConcurrentAsyncGetReportInstances: 200, ConcurrentEinsteinDataInsightsStoryCreation: 5, ConcurrentEinsteinDiscoveryStoryCreation: 2,
  ConcurrentSyncReportRuns: 20, DailyAnalyticsDataflowJobExecutions: 60, DailyAnalyticsUploadedFilesSizeMB: 51_200, DailyApiRequests: 15_000, DailyAsyncApexExecutions: 250_000, DailyAsyncApexTests: 500,
  DailyBulkApiBatches: 15_000, DailyBulkV2QueryFileStorageMB: 976_562, DailyBulkV2QueryJobs: 10_000, DailyDeliveredPlatformEvents: 10_000, DailyDurableGenericStreamingApiEvents: 10_000,
  DailyDurableStreamingApiEvents: 10_000, DailyEinsteinDataInsightsStoryCreation: 1_000, DailyEinsteinDiscoveryPredictAPICalls: 50_000, DailyEinsteinDiscoveryStoryCreation: 100, DailyFunctionsApiCallLimit: 50_000,
  DailyGenericStreamingApiEvents: 10_000, DailyScratchOrgs: 6, DailyStandardVolumePlatformEvents: 10_000, DailyStreamingApiEvents: 10_000, DailyWorkflowEmails: 1_000, DataStorageMB: 200,
  DurableStreamingApiConcurrentClients: 20, FileStorageMB: 200, HourlyAsyncReportRuns: 1_200, HourlyDashboardRefreshes: 200, HourlyDashboardResults: 5_000, HourlyDashboardStatuses: 999_999_999,
  HourlyLongTermIdMapping: 100_000, HourlyManagedContentPublicRequests: 50_000, HourlyODataCallout: 20_000, HourlyPublishedPlatformEvents: 50_000, HourlyPublishedStandardVolumePlatformEvents: 1_000,
  HourlyShortTermIdMapping: 100_000, HourlySyncReportRuns: 500, HourlyTimeBasedWorkflow: 1_000, MassEmail: 5_000, MonthlyEinsteinDiscoveryStoryCreation: 500, Package2VersionCreates: 6,
  Package2VersionCreatesWithoutValidation: 500, PermissionSets: 1_500, PrivateConnectOutboundCalloutHourlyLimitMB: 0, PublishCallbackUsageInApex: 5, SingleEmail: 5_000, StreamingApiConcurrentClients: 20,
};

function limits(): ApexBean[] {
  return Object.entries(MAXIMA).map(([name, limit]) => {
    const bean = new ApexBean('System.OrgLimit');
    bean.set('name', name);
    bean.set('limit', limit);
    bean.set('value', 0);
    return bean;
  });
}

/** Source: Apex Reference, OrgLimit Class. Nothing else uses what a simulated org has. */
defineBean({
  name: 'System.OrgLimit', accessors: ['Integer getLimit()', 'String getName()', 'Integer getValue()'],
  members: { 'String toString()': (self: ApexBean) => `OrgLimit[name=${String(self.get('name'))}, value=${String(self.get('value'))}, limit=${String(self.get('limit'))}]` },
});

/** Source: Apex Reference, OrgLimits Class. */
defineLibraryClass({
  name: 'System.OrgLimits',
  members: {
    'static List<System.OrgLimit> getAll()': () => listOf('System.OrgLimit', limits()),
    'static Map<String,System.OrgLimit> getMap()': () => {
      const map = new ApexMap(typeOf('Map<String,System.OrgLimit>'));
      for (const limit of limits()) map.put(limit.get('name'), limit);
      return map;
    },
  },
});
