/** What a customer's ticket says of a failure: an Apex exception e-mail, a stack trace, or a debug log. No VS Code here. */
import { readFrame } from '../../protocol/stack-text.ts';
import type { TraceFrame } from '../../protocol/stack-text.ts';

export interface Ticket {
  /** 15 or 18 characters. */
  readonly orgId: string | null;
  /** Id or name of the user whose request failed. */
  readonly user: string | null;
  readonly exceptionType: string | null;
  readonly message: string | null;
  /** Where the innermost cause came from, the throwing frame first. */
  readonly frames: readonly TraceFrame[];
}

const EXCEPTION = /(?:^|\||\s)((?:[A-Za-z]\w*\.)*[A-Za-z]\w*(?:Exception|Error)): (.*)$/;

/** Reads whatever was pasted; what isn't there is null or empty. */
export function readTicket(text: string): Ticket {
  const lines = text.split(/\r\n|\r|\n/);
  const blocks = blocksOf(lines);
  // The innermost cause is printed last before its own frames: "caused by" blocks come first where a trigger failed.
  const innermost = blocks.findLast(block => block.isCause && block.frames.length > 0) ?? blocks.find(block => block.frames.length > 0);
  const named = innermost?.exception ?? lines.map(readException).find(found => found !== null) ?? null;
  return {
    orgId: /\b(00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)\b/.exec(text)?.[1] ?? null,
    user: userOf(text),
    exceptionType: named?.type ?? null,
    message: named?.message ?? null,
    frames: innermost?.frames ?? [],
  };
}

interface Block {
  readonly exception: { readonly type: string; readonly message: string } | null;
  readonly isCause: boolean;
  readonly frames: TraceFrame[];
}

/** Runs of frames, each with the exception named last before it. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let exception: Block['exception'] = null;
  let isCause = false;
  for (const line of lines) {
    const frame = readFrame(line);
    if (frame) {
      if (!open) blocks.push(open = { exception, isCause, frames: [] });
      open.frames.push(frame);
      // A trigger's failure closes its cause with `: []`; what follows is the caller's.
      if (/: \[.*\]\s*$/.test(line)) [open, exception, isCause] = [null, null, false];
      continue;
    }
    if (line.trim() !== '') open = null;
    const found = readException(line);
    if (found) {
      exception = found;
      isCause = /caused by:/i.test(line);
    }
  }
  return blocks;
}

function readException(line: string): { readonly type: string; readonly message: string } | null {
  const found = EXCEPTION.exec(line);
  return found ? { type: found[1] ?? '', message: found[2] ?? '' } : null;
}

/** Of an e-mail `user/organization: 005…/00D…`, of a log `USER_INFO|[EXTERNAL]|005…|name@…`. */
function userOf(text: string): string | null {
  const fromLog = /\|USER_INFO\|[^|]*\|005\w+\|([^|\s]+@[^|\s]+)\|/.exec(text)?.[1];
  return fromLog ?? /\b(005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)\b/.exec(text)?.[1] ?? null;
}
