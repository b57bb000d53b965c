/** A worker thread: runs one request of its org at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { newException } from '../../apex/runtime/exception.ts';
import { runningPlace } from '../../apex/runtime/shadow-stack.ts';
import { QUOTA } from '../../apex/runtime/support.ts';
import { attachAgent } from '../../debugger/attach.ts';
import { LookPace } from '../../debugger/look-pace.ts';
import { DEFAULT_LEVELS } from '../execution/log.ts';
import { runJob } from './jobs.ts';
import { LogFileStream } from './log-stream.ts';
import { CANCELLED, CONTROL_CANCEL } from './messages.ts';
import type { WorkerMessage, WorkerOutcome, WorkerRequest, WorkerSetup } from './messages.ts';
import { openWorkerExecutor } from './open-executor.ts';

const setup = workerData as WorkerSetup;
const { executor, users } = openWorkerExecutor(setup);
const port = parentPort!;
const post = (message: WorkerMessage): void => port.postMessage(message);

function serve({ userId, job, debug, levels, tellsChanges = false, log }: WorkerRequest): WorkerOutcome {
  const attached = debug ? attachAgent({ loader: executor.loader, port: debug.port, signal: debug.signal, agent: debug.options, restoreMeters: () => executor.restoreMeters(), beforePause: () => executor.flushLog() }) : null;
  const pace = new LookPace(QUOTA);
  executor.onLook = () => {
    const next = attached ? attached.look() : pace.next();
    if (Atomics.load(setup.control, CONTROL_CANCEL) === 1) throw newException(CANCELLED.type, CANCELLED.message);
    return next;
  };
  executor.levels = levels ?? DEFAULT_LEVELS;
  executor.tellsChanges = tellsChanges;
  const user = users.find(each => each.id === userId);
  if (!user) throw new Error(`the org has no user ${userId}`);
  const stream = log ? new LogFileStream(log.path, (bytes, generation) => post({ kind: 'logged', id: log.id, bytes, generation })) : null;
  executor.logStream = stream;
  try {
    const outcome = runJob({ executor, user, users, say: (text, namespace) => post({ kind: 'userDebug', text, namespace, place: runningPlace() }), progress: message => post({ kind: 'progress', message }) }, job);
    const file = stream?.finish() ?? null;
    return log && file ? { ...outcome, logFile: { id: log.id, ...file } } : outcome;
  } finally {
    attached?.detach();
    debug?.port.close();
    executor.logStream = null;
    executor.onLook = () => QUOTA;
  }
}

port.on('message', (request: WorkerRequest) => post({ kind: 'done', outcome: serve(request) }));
post({ kind: 'ready' });
