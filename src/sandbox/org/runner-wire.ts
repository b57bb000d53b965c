/** Messages between the hub and a runner process over the child process's channel: plain data only. */
import type { WireErrorData } from '../../protocol/errors.ts';
import type { ImportAnswer, ImportSet } from '../../protocol/data.ts';
import type { ProtectedSetting } from '../../protocol/partner.ts';
import type { CheckResult, ResultOf, RunResult } from '../../protocol/rpc.ts';
import type { DataCopy, DebugMethod, HttpRequestSetup, OrgLicensing, OrgSetup, RecordWrite, RunContext, RunDebug, RunnerEvent, RunOutcome, SettingWrite, StartingRequest, TestRun } from './contract.ts';

/** Requests to the runner: name → parameters and result. */
export interface RunnerRequests {
  start: { params: OrgSetup; result: CheckResult };
  check: { params: Record<string, never>; result: CheckResult };
  checkText: { params: { readonly path: string; readonly text: string }; result: CheckResult['problems'] | null };
  runAnonymous: { params: { context: RunContext; request: { readonly code: string; readonly path: string | null } }; result: RunOutcome };
  runTests: { params: { context: RunContext; request: TestRun }; result: RunOutcome };
  runRequest: { params: { context: RunContext; request: HttpRequestSetup }; result: RunOutcome };
  setLicensing: { params: OrgLicensing; result: Record<string, never> };
  listSettings: { params: { namespaces: readonly string[] }; result: readonly ProtectedSetting[] };
  writeSetting: { params: SettingWrite; result: string };
  usage: { params: Record<string, never>; result: { readonly dataBytes: number; readonly fileBytes: number } };
  copyData: { params: DataCopy; result: Readonly<Record<string, number>> };
  snapshot: { params: { fileName: string }; result: Record<string, never> };
  cancelCopy: { params: { id: string }; result: Record<string, never> };
  query: { params: { readonly userId: string; readonly soql: string }; result: ResultOf<'query'> };
  restRecords: { params: { readonly userId: string } & HttpRequestSetup; result: NonNullable<RunResult['response']> };
  writeRecord: { params: { context: RunContext; request: RecordWrite }; result: RunOutcome };
  importRecords: { params: { context: RunContext; set: ImportSet }; result: RunOutcome };
  seedRecords: { params: { readonly userId: string; readonly set: ImportSet }; result: ImportAnswer };
  cancel: { params: { requestId: string }; result: Record<string, never> };
  attachSession: { params: { sessionId: string; visibleNamespaces: readonly string[] }; result: Record<string, never> };
  detachSession: { params: { sessionId: string }; result: Record<string, never> };
  debug: { params: { method: DebugMethod; params: unknown }; result: unknown };
}

export type RunnerMethod = keyof RunnerRequests;
/** The hub's answer to a request that an org starts by itself. */
export interface Admitted { readonly admitted: string; readonly debug: RunDebug | null }
export interface ToRunner { readonly id: number; readonly method: RunnerMethod; readonly params: unknown }
export type FromRunner =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly data: WireErrorData | null } }
  | { readonly event: RunnerEvent }
  /** Whether it is debugged; `Admitted` follows. */
  | { readonly admit: StartingRequest };
