import type { IncomingMessage } from 'node:http';
import { MAX_FORM_BYTES } from './listener.ts';

/** Why a form can't be taken. */
export class BadForm extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'BadForm';
    this.status = status;
  }
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') throw new BadForm(415, 'Only forms of these pages are accepted.');
  const tooLarge = (): BadForm => new BadForm(413, `A form may have at most ${MAX_FORM_BYTES} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > MAX_FORM_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_FORM_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
