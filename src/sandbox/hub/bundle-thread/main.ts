/** The hub's thread for one support bundle: reads and checks it, and writes it as a project when told where. */
import { parentPort, workerData } from 'node:worker_threads';
import { WireError } from '../../../protocol/errors.ts';
import { readChecked, writeProject } from './files.ts';
import type { FromBundleThread, ToBundleThread } from './thread.ts';

const tell = (message: FromBundleThread): void => parentPort?.postMessage(message);

function attempt(task: () => FromBundleThread): void {
  try {
    tell(task());
  } catch (error) {
    // What isn't a bundle's fault is the thread's: it ends with it.
    if (!(error instanceof WireError)) throw error;
    tell({ kind: 'refused', id: error.data.id, message: error.message, details: error.data.details });
  }
}

attempt(() => {
  const bundle = readChecked((workerData as { path: string }).path);
  parentPort?.on('message', ({ folder, installed }: ToBundleThread) => attempt(() => {
    writeProject(bundle, folder, installed);
    return { kind: 'written' };
  }));
  // Its list of files has done its work.
  return { kind: 'read', manifest: { ...bundle.manifest, files: [] } };
});
