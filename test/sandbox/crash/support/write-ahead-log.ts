/**
 * Reads a SQLite write-ahead log from outside, while others write it or after they died: whether a commit is being written.
 * Source: "WAL-mode File Format", sqlite.org.
 */
import { closeSync, openSync, readSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

export class WriteAheadLog {
  readonly #file: string;
  #header = Buffer.alloc(0);
  #frameBytes = 0;
  /** Offset behind the last valid frame. */
  #end = 0;
  /** Running checksum of everything before `#end`. */
  #sums: readonly [number, number] = [0, 0];
  #open = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Valid frames behind the last commit: greater than 0 exactly between the first write of a commit and its last. */
  openFrames(): number {
    let file: number;
    try {
      file = openSync(this.#file, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
    try {
      if (this.#readHeader(file)) this.#readFrames(file);
      return this.#open;
    } finally {
      closeSync(file);
    }
  }

  /** False: there is none. A log that was begun anew is read anew. */
  #readHeader(file: number): boolean {
    const header = Buffer.alloc(HEADER_BYTES);
    if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) {
      this.#open = 0;
      return false;
    }
    if (header.equals(this.#header)) return true;
    this.#header = header;
    this.#frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(8);
    this.#end = HEADER_BYTES;
    this.#sums = this.#add([0, 0], header.subarray(0, 24));
    this.#open = 0;
    return true;
  }

  #readFrames(file: number): void {
    const frame = Buffer.alloc(this.#frameBytes);
    while (readSync(file, frame, 0, this.#frameBytes, this.#end) === this.#frameBytes) {
      // Frames with other salts are left of an earlier round; with another checksum, of a commit that was cut off.
      if (!frame.subarray(8, 16).equals(this.#header.subarray(16, 24))) return;
      const sums = this.#add(this.#add(this.#sums, frame.subarray(0, 8)), frame.subarray(FRAME_HEADER_BYTES));
      if (sums[0] !== frame.readUInt32BE(16) || sums[1] !== frame.readUInt32BE(20)) return;
      this.#sums = sums;
      this.#end += this.#frameBytes;
      this.#open = frame.readUInt32BE(4) === 0 ? this.#open + 1 : 0;
    }
  }

  /** Over whole pairs of 32-bit words in the order of the machine that made the log: this one. */
  #add([first, second]: readonly [number, number], bytes: Buffer): readonly [number, number] {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    for (let at = 0; at < words.length; at += 2) {
      first = (first + words[at]! + second) >>> 0;
      second = (second + words[at + 1]! + first) >>> 0;
    }
    return [first, second];
  }
}
