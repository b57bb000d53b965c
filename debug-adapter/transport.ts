/** The Debug Adapter Protocol over a pair of streams. */
import type { Readable, Writable } from 'node:stream';
import { frame, FramingError, MessageReader } from '../src/protocol/dap-framing.ts';

export interface TransportHandlers {
  onMessage(message: unknown): void;
  /** A body that is no JSON in UTF-8: the next message can still be read. */
  onMalformed(cause: string): void;
  /** End of input, a broken frame (with the cause), or a failing stream. Called once. */
  onEnd(cause: Error | null): void;
}

/** Reads messages from `input`; `send` writes to `output`. */
export class Transport {
  readonly #output: Writable;
  #hasEnded = false;

  constructor(input: Readable, output: Writable, handlers: TransportHandlers) {
    this.#output = output;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const reader = new MessageReader(body => {
      let message: unknown;
      try {
        message = JSON.parse(decoder.decode(body));
      } catch (error) {
        handlers.onMalformed(error instanceof Error ? error.message : String(error));
        return;
      }
      handlers.onMessage(message);
    });
    const end = (cause: Error | null): void => {
      if (this.#hasEnded) return;
      this.#hasEnded = true;
      handlers.onEnd(cause);
    };
    input.on('data', (chunk: Buffer) => {
      if (this.#hasEnded) return;
      try {
        reader.push(chunk);
      } catch (error) {
        if (!(error instanceof FramingError)) throw error;
        end(error);
      }
    });
    input.on('end', () => end(reader.isInsideMessage ? new FramingError('The input ended inside a message.') : null));
    input.on('close', () => end(null));
    input.on('error', end);
    output.on('error', end);
  }

  send(message: unknown): void {
    if (!this.#output.writable) return;
    this.#output.write(frame(message));
  }
}
