/** What code asks of the org, and results that tests make from JSON. */
import { describe } from 'mocha';
import { evaluations } from './evaluations.ts';

describe('the org', () => {
  evaluations([
    ['Network.getNetworkId()', 'null'], ["Network.getLoginUrl('0DB000000000001')", '! System.NoDataFoundException: Network 0DB000000000001 does not exist in org 00D000000000001EAA'],
    ["Limits.getAsyncCalls() + ' of ' + Limits.getLimitAsyncCalls()", '0 of 200'], ["OrgLimits.getMap().get('DailyApiRequests').getLimit()", '15000'], ['OrgLimits.getAll().size() == OrgLimits.getMap().size()', 'true'], ["OrgLimits.getMap().get('MassEmail').getValue()", '0'],
  ]);
});

describe('results from JSON', () => {
  evaluations([
    ["((Database.LeadConvertResult) JSON.deserialize('{\"success\":true,\"leadId\":\"00Q000000000001\"}', Database.LeadConvertResult.class)).getLeadId()", '00Q000000000001'],
    ["((Approval.LockResult) JSON.deserialize('{\"success\":false,\"errors\":[{\"message\":\"no\",\"statusCode\":\"UNKNOWN_EXCEPTION\"}]}', Approval.LockResult.class)).getErrors()[0].getMessage()", 'no'],
    ["((Approval.UnlockResult) JSON.deserialize('{}', Approval.UnlockResult.class)).isSuccess()", 'false'],
    ["((Approval.ProcessResult) JSON.deserialize('{\"newWorkitemIds\":[\"04i000000000001\"]}', Approval.ProcessResult.class)).getNewWorkitemIds().size()", '1'],
    ["JSON.serialize(UUID.fromString('9E6D5B1C-3F4A-4b8e-8c1d-2a3b4c5d6e7f'))", '"9e6d5b1c-3f4a-4b8e-8c1d-2a3b4c5d6e7f"'],
    ["((List<UUID>) JSON.deserialize('[\"9e6d5b1c-3f4a-4b8e-8c1d-2a3b4c5d6e7f\"]', List<UUID>.class))[0]", '9e6d5b1c-3f4a-4b8e-8c1d-2a3b4c5d6e7f'],
  ]);
});
