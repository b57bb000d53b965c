import { WireError } from '../../protocol/errors.ts';
import type { HubMethod, ParamsOf, ResultOf } from '../../protocol/rpc.ts';
import { LOCAL_DEVELOPER } from '../partner/world.ts';
import type { ClientConnection } from './connection.ts';
import type { Caller, HubContext } from './context.ts';
import { checkParameters, isHubMethod } from './parameters.ts';
import { cancelApproval, decideApproval, listApprovals } from './requests/approvals.ts';
import { listAudit, listSetupAudit, verifyAudit } from './requests/audit.ts';
import { openBundle } from './requests/bundles.ts';
import { importData } from './requests/data.ts';
import { debug } from './requests/debug.ts';
import { getPolicy, grantPage, listGrants, revokeGrant, setGrant, setPolicy } from './requests/grants.ts';
import {
  confirmEnrolment, createToken, enrol, hello, listDevelopers, listTokens, mfaStatus, passkeyRegistrationOptions, passkeySignInOptions, redeem, registerPasskey, removePasskey, renewRecoveryCodes, resetMfa, revokeToken,
  signIn, signOut,
} from './requests/identity.ts';
import { grantOAuth, listCode, listLogs, listTraceFlags, locateCode, readCode, readLog, runAgain, setTraceFlag } from './requests/inside.ts';
import { currentLogin, endLogin, loginPage, startLogin } from './requests/login.ts';
import { endMaintenance, getMaintenance, startMaintenance } from './requests/maintenance.ts';
import { checkOrg, checkText, listOrgs, openProject, resetOrg } from './requests/orgs.ts';
import { listProjects, removeProject, resolveLink, retrieveProject } from './requests/retrieved.ts';
import { cancelRun, query, runAnonymous, runRequest, runTests } from './requests/run.ts';
import { acquireSession, endSession, listSessions, renewSession, reportSession, sessionActivity } from './requests/session.ts';
import { cancelSandbox, createSandbox, deleteSandbox } from './requests/sandboxes.ts';
import { deleteSetting, listSettings, saveSetting } from './requests/settings.ts';
import { runOnWorkspaceVersion, sendWorkspace } from './requests/workspace.ts';
import { assignLicense, listSubscribers, orgDetails, setFeature, setLicense } from './requests/subscribers.ts';

type Handler<M extends HubMethod> = (hub: HubContext, caller: Caller, params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>>;

/** Every request there is. */
const handlers: { readonly [M in HubMethod]: Handler<M> } = {
  'client/hello': hello,
  'developer/list': listDevelopers,
  'developer/signIn': signIn,
  'developer/redeem': redeem,
  'developer/signOut': signOut,
  'mfa/status': mfaStatus,
  'mfa/enrol': enrol,
  'mfa/confirm': confirmEnrolment,
  'mfa/recoveryCodes': renewRecoveryCodes,
  'mfa/reset': resetMfa,
  'passkey/registerOptions': passkeyRegistrationOptions,
  'passkey/register': registerPasskey,
  'passkey/signInOptions': passkeySignInOptions,
  'passkey/remove': removePasskey,
  'token/list': listTokens,
  'token/create': createToken,
  'token/revoke': revokeToken,
  'orgs/list': listOrgs,
  'org/openProject': openProject,
  'org/check': checkOrg,
  'org/checkText': checkText,
  'org/reset': resetOrg,
  'data/import': importData,
  'bundle/open': openBundle,
  'sandbox/create': createSandbox,
  'sandbox/cancel': cancelSandbox,
  'sandbox/delete': deleteSandbox,
  'login/start': startLogin,
  'login/current': currentLogin,
  'login/page': loginPage,
  'login/end': endLogin,
  'grant/page': grantPage,
  'grant/set': setGrant,
  'grant/revoke': revokeGrant,
  'grant/list': listGrants,
  'policy/get': getPolicy,
  'policy/set': setPolicy,
  'approval/list': listApprovals,
  'approval/decide': decideApproval,
  'approval/cancel': cancelApproval,
  'audit/list': listAudit,
  'audit/verify': verifyAudit,
  'setupAudit/list': listSetupAudit,
  'subscribers/list': listSubscribers,
  'org/details': orgDetails,
  'license/set': setLicense,
  'license/assign': assignLicense,
  'feature/set': setFeature,
  'code/list': listCode,
  'code/read': readCode,
  'code/locate': locateCode,
  'log/list': listLogs,
  'log/read': readLog,
  'traceFlag/set': setTraceFlag,
  'traceFlag/list': listTraceFlags,
  'setting/list': listSettings,
  'setting/save': saveSetting,
  'setting/delete': deleteSetting,
  'oauth/grant': grantOAuth,
  'run/again': runAgain,
  'run/onWorkspaceVersion': runOnWorkspaceVersion,
  'workspace/send': sendWorkspace,
  'project/retrieve': retrieveProject,
  'project/list': listProjects,
  'project/remove': removeProject,
  'link/resolve': resolveLink,
  'session/report': reportSession,
  'maintenance/start': startMaintenance,
  'maintenance/end': endMaintenance,
  'maintenance/get': getMaintenance,
  'session/acquire': acquireSession,
  'session/list': listSessions,
  'session/end': endSession,
  'session/renew': renewSession,
  'session/activity': sessionActivity,
  'run/anonymous': runAnonymous,
  'run/test': runTests,
  'run/request': runRequest,
  'run/cancel': cancelRun,
  'query': query,
  'debug/setBreakpoints': debug('debug/setBreakpoints'),
  'debug/setExceptionBreakpoints': debug('debug/setExceptionBreakpoints'),
  'debug/setFunctionBreakpoints': debug('debug/setFunctionBreakpoints'),
  'debug/setDataBreakpoints': debug('debug/setDataBreakpoints'),
  'debug/dataBreakpointInfo': debug('debug/dataBreakpointInfo'),
  'debug/breakpointLocations': debug('debug/breakpointLocations'),
  'debug/ready': debug('debug/ready'),
  'debug/threads': debug('debug/threads'),
  'debug/stackTrace': debug('debug/stackTrace'),
  'debug/scopes': debug('debug/scopes'),
  'debug/variables': debug('debug/variables'),
  'debug/setVariable': debug('debug/setVariable'),
  'debug/evaluate': debug('debug/evaluate'),
  'debug/resume': debug('debug/resume'),
  'debug/stepInTargets': debug('debug/stepInTargets'),
  'debug/pause': debug('debug/pause'),
  'debug/source': debug('debug/source'),
  'debug/exceptionInfo': debug('debug/exceptionInfo'),
  'debug/completions': debug('debug/completions'),
};

export async function dispatch(hub: HubContext, connection: ClientConnection, method: string, params: unknown): Promise<unknown> {
  if (!isHubMethod(method)) throw new WireError('unknownMethod', `There is no method "${method}". The client and the sandbox may be of different versions.`, { audience: 'log' });
  checkParameters(method, params);
  return call(hub, callerOf(hub, connection), method, params as ParamsOf<typeof method>);
}

async function call<M extends HubMethod>(hub: HubContext, caller: Caller, method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
  return handlers[method](hub, caller, params);
}

function callerOf(hub: HubContext, connection: ClientConnection): Caller {
  const engineer = connection.developer === null ? null : hub.directory.findEngineer(connection.developer);
  return { connection, engineer: engineer ?? { ...LOCAL_DEVELOPER, permissions: [] }, isSignedIn: engineer !== null };
}
