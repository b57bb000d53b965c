import { showHome } from './home.ts';
import type { Route } from './page.ts';
import { showObjects } from './records/object-list.ts';
import { editRecord, newRecord, saveRecord } from './records/record-edit.ts';
import { changeRecordType } from './records/record-type.ts';
import { showRecords } from './records/record-list.ts';
import { confirmDelete, deleteRecord, findRecord, showRecord } from './records/record-view.ts';
import { decideApproval, showApprovals } from './settings/approvals.ts';
import { saveLoginAccess, showLoginAccess } from './settings/login-access.ts';
import { endSession, showApexDebugger } from './setup/apex-debugger.ts';
import { showAuditTrail } from './setup/audit-trail.ts';
import { showCompany } from './setup/company.ts';
import { downloadLog, setTraceFlag, showLog, showLogs } from './setup/debug-logs.ts';
import { saveIdentityVerification, showIdentityVerification } from './setup/identity-verification.ts';
import { savePolicies, showPolicies } from './setup/login-access-policies.ts';
import { assignLicense, showLicense, showPackages } from './setup/packages.ts';
import { showSetup } from './setup/setup-home.ts';
import { showUsers } from './setup/users.ts';
import { confirmApp, enrolPasskey, showEnrolApp, showEnrolPasskey } from './sign-in/enrol.ts';
import { changeFactors, showFactors } from './sign-in/factors.ts';
import { loginAs } from './sign-in/login-as.ts';
import { logIn, logOut, showLogin } from './sign-in/login.ts';
import { showPartnerEntry } from './sign-in/partner-entry.ts';
import { choosePartner, showPartnerSignIn } from './sign-in/partner.ts';
import { showVerify, verify } from './sign-in/verify.ts';

/** Every address there is. The first that fits counts. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/login', access: 'anyone', answer: showLogin },
  { method: 'POST', path: '/login', access: 'anyone', answer: logIn },
  { method: 'GET', path: '/login-as', access: 'anyone', answer: loginAs },
  { method: 'POST', path: '/logout', access: 'anyone', answer: logOut },
  { method: 'GET', path: '/partner/sign-in', access: 'anyone', answer: showPartnerSignIn },
  { method: 'POST', path: '/partner/sign-in', access: 'anyone', answer: choosePartner },
  { method: 'GET', path: '/partner/verify', access: 'anyone', answer: showVerify },
  { method: 'POST', path: '/partner/verify', access: 'anyone', answer: verify },
  { method: 'GET', path: '/partner/enrol-passkey', access: 'anyone', answer: showEnrolPasskey },
  { method: 'POST', path: '/partner/enrol-passkey', access: 'anyone', answer: enrolPasskey },
  { method: 'GET', path: '/partner/enrol-app', access: 'anyone', answer: showEnrolApp },
  { method: 'POST', path: '/partner/enrol-app', access: 'anyone', answer: confirmApp },
  { method: 'GET', path: '/partner/factors', access: 'anyone', answer: showFactors },
  { method: 'POST', path: '/partner/factors', access: 'anyone', answer: changeFactors },

  { method: 'GET', path: '/', access: 'user', answer: showHome },
  { method: 'GET', path: '/records', access: 'user', answer: showObjects },
  { method: 'GET', path: '/records/:object', access: 'user', answer: showRecords },
  { method: 'GET', path: '/records/:object/new', access: 'user', answer: newRecord },
  { method: 'POST', path: '/records/:object/new', access: 'user', answer: saveRecord },
  { method: 'GET', path: '/records/:object/:id', access: 'user', answer: showRecord },
  { method: 'GET', path: '/records/:object/:id/edit', access: 'user', answer: editRecord },
  { method: 'POST', path: '/records/:object/:id/edit', access: 'user', answer: saveRecord },
  { method: 'GET', path: '/records/:object/:id/record-type', access: 'user', answer: changeRecordType },
  { method: 'GET', path: '/records/:object/:id/delete', access: 'user', answer: confirmDelete },
  { method: 'POST', path: '/records/:object/:id/delete', access: 'user', answer: deleteRecord },
  { method: 'GET', path: '/record/:id', access: 'user', answer: findRecord },

  { method: 'GET', path: '/settings/login-access', access: 'user', answer: showLoginAccess },
  { method: 'POST', path: '/settings/login-access', access: 'user', answer: saveLoginAccess },
  { method: 'GET', path: '/settings/approvals', access: 'user', answer: showApprovals },
  { method: 'POST', path: '/settings/approvals', access: 'user', answer: decideApproval },

  { method: 'GET', path: '/setup', access: 'setup', answer: showSetup },
  { method: 'GET', path: '/setup/company', access: 'setup', answer: showCompany },
  { method: 'GET', path: '/setup/users', access: 'setup', answer: showUsers },
  { method: 'GET', path: '/setup/packages', access: 'setup', answer: showPackages },
  { method: 'GET', path: '/setup/packages/:namespace', access: 'setup', answer: showLicense },
  { method: 'POST', path: '/setup/packages/:namespace', access: 'setup', answer: assignLicense },
  { method: 'GET', path: '/setup/login-access-policies', access: 'setup', answer: showPolicies },
  { method: 'POST', path: '/setup/login-access-policies', access: 'setup', answer: savePolicies },
  { method: 'GET', path: '/setup/identity-verification', access: 'setup', answer: showIdentityVerification },
  { method: 'POST', path: '/setup/identity-verification', access: 'setup', answer: saveIdentityVerification },
  { method: 'GET', path: '/setup/apex-debugger', access: 'setup', answer: showApexDebugger },
  { method: 'POST', path: '/setup/apex-debugger', access: 'setup', answer: endSession },
  { method: 'GET', path: '/setup/debug-logs', access: 'setup', answer: showLogs },
  { method: 'POST', path: '/setup/debug-logs', access: 'setup', answer: setTraceFlag },
  { method: 'GET', path: '/setup/debug-logs/:id', access: 'setup', answer: showLog },
  { method: 'GET', path: '/setup/debug-logs/:id/download', access: 'setup', answer: downloadLog },
  { method: 'GET', path: '/setup/audit-trail', access: 'setup', answer: showAuditTrail },
];

/** Where only partners come, each with a login of theirs. */
export const partnerRoutes: readonly Route[] = [
  { method: 'GET', path: '/login', access: 'anyone', answer: showPartnerEntry },
  ...routes.filter(({ path, access }) => access !== 'anyone' || ['/login-as', '/logout'].includes(path)),
];
