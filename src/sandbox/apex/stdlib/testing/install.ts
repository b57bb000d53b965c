import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, type LibraryFunction } from '../../runtime/library.ts';
import { callSlot, hasSlot } from '../../runtime/object.ts';
import { current } from '../../runtime/transaction.ts';

/** Members of a context: each tells a value. */
function defineContext(name: string, keys: Readonly<Record<string, string>>): void {
  defineLibraryClass({ name, members: Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, ((self: ApexBean) => self.get(value)) as LibraryFunction])) });
}
defineContext('System.InstallContext', { 'Id installerId()': 'installerId', 'Boolean isPush()': 'isPush', 'Boolean isUpgrade()': 'isUpgrade', 'Id organizationId()': 'organizationId', 'System.Version previousVersion()': 'previousVersion' });
defineContext('System.UninstallContext', { 'Id organizationId()': 'organizationId', 'Id uninstallerId()': 'uninstallerId' });
defineContext('System.SandboxContext', { 'Id organizationId()': 'organizationId', 'Id sandboxId()': 'sandboxId', 'String sandboxName()': 'sandboxName' });

function contextOf(name: string, values: Readonly<Record<string, ApexValue>>): ApexBean {
  const context = new ApexBean(name);
  for (const [key, value] of Object.entries(values)) context.set(key, value);
  return context;
}

function call(script: ApexValue, method: string, context: ApexBean): void {
  if (!current().test) fail('System.TypeException', 'Package scripts can only be tested from test methods');
  const slot = `${method.toLowerCase()}$${context.$type.name}`;
  if (script === null || !hasSlot(script, slot)) failNull();
  callSlot(script as object, slot, context);
}

/** An upgrade has a version before it. */
const install = (script: ApexValue, version: ApexValue, isPush: boolean | null = false): void =>
  call(script, 'onInstall', contextOf('System.InstallContext', { installerId: current().user.id, organizationId: current().org.id, previousVersion: version, isUpgrade: version !== null, isPush: isPush ?? false }));
const uninstall = (script: ApexValue): void => call(script, 'onUninstall', contextOf('System.UninstallContext', { organizationId: current().org.id, uninstallerId: current().user.id }));
const sandboxCopied = (script: ApexValue, organizationId: string | null, sandboxId: string | null, sandboxName: string | null): void =>
  call(script, 'runApexClass', contextOf('System.SandboxContext', { organizationId, sandboxId, sandboxName }));

/** Source: Apex Reference, Test Class; InstallHandler, UninstallHandler and SandboxPostCopy Interfaces. */
defineLibraryClass({
  name: 'System.Test',
  members: {
    'static void testInstall(InstallHandler installImplementation, Version version, Boolean isPush)': install,
    'static void testInstall(System.InstallHandler script, System.Version version)': (script: ApexValue, version: ApexValue) => install(script, version),
    'static void testInstall(System.InstallHandler script, System.Version version, Boolean isPush, Boolean isRunAsInstallUser)': install,
    'static void testUninstall(UninstallHandler uninstallImplementation)': uninstall,
    'static void testUninstall(System.UninstallHandler script, Boolean isRunAsInstallUser)': uninstall,
    'static void testSandboxPostCopyScript(System.SandboxPostCopy script, Id organizationId, Id sandboxId, String sandboxName)': sandboxCopied,
    'static void testSandboxPostCopyScript(System.SandboxPostCopy script, Id organizationId, Id sandboxId, String sandboxName, Boolean RunAsAutoProcUser)': sandboxCopied,
  },
});
