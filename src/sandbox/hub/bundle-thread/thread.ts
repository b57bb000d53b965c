import { Worker } from 'node:worker_threads';
import type { BundleManifest } from '../../../exchange/bundle/manifest.ts';
import { entryPoint } from '../../../protocol/entry-points.ts';
import { WireError } from '../../../protocol/errors.ts';
import type { ErrorId } from '../../../protocol/errors.ts';

/** Several times what the largest bundle takes; past it the thread ends and not the hub. */
const HEAP_MB = 1024;

export type FromBundleThread =
  | { readonly kind: 'read'; readonly manifest: BundleManifest }
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly id: ErrorId; readonly message: string; readonly details: unknown };
export interface ToBundleThread {
  readonly folder: string;
  readonly installed: ReadonlySet<string>;
}

/** A support bundle in a thread of its own: tens of megabytes are read, checked and written, and the hub's other clients don't wait for it. */
export class BundleThread {
  readonly #worker: Worker;

  constructor(path: string) {
    this.#worker = new Worker(entryPoint('bundle'), { workerData: { path }, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, execArgv: ['--disable-warning=ExperimentalWarning'] });
  }

  /** Once it has been read and checked, all of it; its list of files is left out. Throws `dataInvalid` that names what is wrong with it. */
  async manifest(): Promise<BundleManifest> {
    const answer = await this.#answer();
    if (answer.kind !== 'read') throw new Error(`A bundle's thread answered ${answer.kind}.`);
    return answer.manifest;
  }

  /** Writes its project, records and manifest. `installed`: namespaces of packages that bring their own metadata, in lower case. */
  async write(folder: string, installed: ReadonlySet<string>): Promise<void> {
    this.#worker.postMessage({ folder, installed } satisfies ToBundleThread);
    await this.#answer();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #answer(): Promise<FromBundleThread> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        act();
      };
      const onMessage = (message: FromBundleThread): void => settle(() => {
        if (message.kind === 'refused') reject(new WireError(message.id, message.message, { details: message.details }));
        else resolve(message);
      });
      const onError = (error: NodeJS.ErrnoException): void => settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new WireError('dataInvalid', 'The bundle takes more memory than it may.') : error));
      const onExit = (code: number): void => settle(() => reject(new Error(`A bundle's thread ended with ${code}.`)));
      this.#worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    });
  }
}
