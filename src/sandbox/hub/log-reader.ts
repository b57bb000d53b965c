import { open, readFile } from 'node:fs/promises';
import { partName, readSpanLines } from '../org/log-text.ts';
import type { LogSpan } from '../org/log-text.ts';

/** Of one generation of a log's file, which only grows. */
export interface LogPlace { readonly generation: number; readonly byte: number }

export interface LogBytes {
  /** Whole lines, unless one line is longer than what may be read at once. */
  readonly part: Buffer;
  /** All there are so far. */
  readonly spans: readonly LogSpan[];
  readonly next: LogPlace;
  /** There is no more now. */
  readonly isEnd: boolean;
}

/** Reads the debug log at a path (without an ending): of a request that has ended, or with its generation, of one that runs. Null: there is no such file. */
export async function readLogBytes(path: string, running: number | null, from: LogPlace, maxBytes: number): Promise<LogBytes | null> {
  const name = running === null ? `${path}.log` : partName(path, running);
  let file;
  try {
    file = await open(name, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const start = Math.min(from.byte, size);
    const buffer = Buffer.alloc(Math.min(maxBytes, size - start));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    const isRest = start + bytesRead >= size;
    const lastLine = buffer.lastIndexOf(10, bytesRead - 1) + 1;
    // The last line of a log that has ended needs no end of its own.
    const length = isRest && running === null ? bytesRead : lastLine > 0 ? lastLine : isRest ? 0 : bytesRead;
    return { part: buffer.subarray(0, length), spans: await readSpans(running === null ? `${path}.spans` : `${name}.spans`), next: { generation: from.generation, byte: start + length }, isEnd: isRest };
  } finally {
    await file.close();
  }
}

/** Empty where a log has none: nothing managed wrote there. */
async function readSpans(file: string): Promise<readonly LogSpan[]> {
  try {
    return readSpanLines(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
