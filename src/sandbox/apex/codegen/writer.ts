/** Collects lines of JavaScript and remembers which Apex statement each belongs to. */
export class Writer {
  readonly lines: string[] = [];
  readonly lineStatements: number[] = [];
  statement = -1;
  private indent = 0;

  line(text: string): void {
    for (const part of text.split('\n')) {
      this.lines.push(' '.repeat(this.indent) + part);
      this.lineStatements.push(this.statement);
    }
  }

  block(head: string, body: () => void, tail = '}'): void {
    this.line(head);
    this.indent += 1;
    body();
    this.indent -= 1;
    this.line(tail);
  }
}

/** A property access: `.name` where that is legal, else `["…"]`. */
export function property(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && !RESERVED.has(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);
