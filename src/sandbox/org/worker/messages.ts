import type { MessagePort } from 'node:worker_threads';
import type { UnitArtifact } from '../../apex/codegen/artifact.ts';
import type { AgentOptions } from '../../debugger/messages.ts';
import type { TestResult } from '../../../protocol/rpc.ts';
import type { OrgSetup } from '../contract.ts';
import type { TestMethodInfo } from '../compiler.ts';

/** Words of a worker's control memory. */
export const CONTROL_CANCEL = 0;
export const CONTROL_WORDS = 1;

export interface WorkerSetup {
  readonly setup: OrgSetup;
  readonly shape: 'plain' | 'debuggable';
  readonly control: Int32Array;
}

export interface RestCall {
  readonly className: string;
  readonly slot: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returnType: string;
  readonly method: string;
  readonly path: string;
  readonly resourcePath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

export type WorkerJob =
  | { readonly kind: 'anonymous'; readonly artifact: UnitArtifact }
  | { readonly kind: 'test'; readonly tests: readonly TestMethodInfo[] }
  | { readonly kind: 'rest'; readonly call: RestCall }
  | { readonly kind: 'query'; readonly soql: string };

export interface WorkerRequest {
  readonly userId: string;
  readonly job: WorkerJob;
  readonly debug: { readonly port: MessagePort; readonly signal: Int32Array; readonly options: AgentOptions } | null;
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'userDebug'; readonly text: string }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly message: string }
  | { readonly kind: 'done'; readonly outcome: WorkerOutcome };

export interface WorkerOutcome {
  readonly success: boolean;
  readonly exception: { readonly type: string; readonly message: string; readonly stackTrace: string } | null;
  readonly log: string;
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  readonly tests: readonly TestResult[];
  readonly records: readonly unknown[] | null;
}
