/** Puts a debug agent into a worker for one debugged request. */
import type { MessagePort } from 'node:worker_threads';
import type { ClassLoader } from '../apex/runtime/loader.ts';
import { debugState } from '../apex/runtime/shadow-stack.ts';
import { activeTrigger } from '../apex/runtime/trigger-context.ts';
import { Ledger } from '../limits/ledger.ts';
import { DebugAgent } from './agent.ts';
import type { AgentHost } from './host.ts';
import { LOOK_STEPS, LookPace } from './look-pace.ts';
import { LoaderHost } from './loader-host.ts';
import type { AgentOptions } from './messages.ts';

export interface AttachOptions {
  /** Of shape `debuggable`. */
  readonly loader: ClassLoader;
  /** The worker's end of the channel whose other end `DebugSessionServer.startThread` got, with the same signal. */
  readonly port: MessagePort;
  readonly signal: Int32Array;
  /** What `startThread` returned. */
  readonly agent: AgentOptions;
  /** Points `setPoll` and `setAllocationCharge` at the request again, after an evaluation had meters of its own. */
  restoreMeters(): void;
  /** The thread is about to wait for a person. */
  beforePause?(): void;
}

export interface AttachedAgent {
  /** To be called while Apex runs; after how many steps again. */
  look(): number;
  /** When the request has ended: takes every flag back. The port is the caller's to close. */
  detach(): void;
}

/** Before the request's transaction starts. One at a time in a worker. */
export function attachAgent(options: AttachOptions): AttachedAgent {
  const { loader } = options;
  const host = new LoaderHost({
    loader, triggerContext: triggerVariables,
    freshLimits: () => new Ledger('synchronous'), restoreMeters: () => options.restoreMeters(), beforePause: () => options.beforePause?.(),
  });
  const agent = new DebugAgent(options.port, options.signal, host, options.agent);
  const pace = new LookPace(LOOK_STEPS);
  const { hook, isOn } = debugState;
  const { onLoad } = loader;
  debugState.hook = agent;
  debugState.isOn = true;
  loader.onLoad = unit => {
    onLoad(unit);
    host.unitLoaded(unit);
    agent.unitLoaded(unit.artifact.debug);
  };
  return {
    look() {
      agent.onInterrupt();
      return pace.next();
    },
    detach() {
      agent.dispose();
      loader.onLoad = onLoad;
      Object.assign(debugState, { hook, isOn });
    },
  };
}

/** As `Trigger.…` shows them. */
function triggerVariables(outwards: number): ReturnType<AgentHost['triggerContext']> {
  const trigger = activeTrigger(outwards);
  if (!trigger) return null;
  const { operation, newList, oldList, newMap, oldMap, size } = trigger;
  const flag = (name: string, value: boolean) => ({ name, type: 'Boolean', value });
  const records = (name: string, value: typeof newList | typeof newMap) => ({ name, type: value?.$type.name ?? 'Object', value });
  return [
    records('new', newList), records('old', oldList), records('newMap', newMap), records('oldMap', oldMap),
    flag('isBefore', operation.startsWith('BEFORE')), flag('isAfter', operation.startsWith('AFTER')),
    flag('isInsert', operation.endsWith('_INSERT')), flag('isUpdate', operation.endsWith('_UPDATE')), flag('isDelete', operation.endsWith('_DELETE')), flag('isUndelete', operation.endsWith('_UNDELETE')),
    flag('isExecuting', true), { name: 'size', type: 'Integer', value: size },
  ];
}
