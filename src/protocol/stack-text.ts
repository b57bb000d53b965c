/** Lines of Apex stack traces. */
export interface TraceFrame {
  readonly kind: 'class' | 'trigger' | 'anonymous';
  /** `ns.Outer.Inner` or the trigger's name, as printed; empty for anonymous Apex. */
  readonly unit: string;
  /** Null for triggers and anonymous Apex. */
  readonly method: string | null;
  /** 1-based. */
  readonly line: number;
}

const FRAME = /^\s*(?:at\s+)?(?:(Class)\.((?:\w+\.)*\w+)\.(\w+|<init>|<clinit>)|(Trigger)\.((?:\w+\.)?\w+)|(AnonymousBlock)): line (\d+), column \d+/;

/** One line of a stack trace; null: it is none. */
export function readFrame(line: string): TraceFrame | null {
  const found = FRAME.exec(line);
  if (!found) return null;
  const [, classWord, unit, method, triggerWord, trigger, , number] = found;
  const position = Number(number);
  if (classWord) return { kind: 'class', unit: unit ?? '', method: method ?? null, line: position };
  if (triggerWord) return { kind: 'trigger', unit: trigger ?? '', method: null, line: position };
  return { kind: 'anonymous', unit: '', method: null, line: position };
}
