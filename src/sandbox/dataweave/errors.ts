/** What stops a script. `at`: where in its text, once known. */
export class ScriptError extends Error {
  at: number | null;
  constructor(message: string, at: number | null = null) {
    super(message);
    this.at = at;
  }
}

/** The text isn't a script. */
export class ScriptSyntaxError extends ScriptError {}

/** The language has it, this interpreter doesn't: told to the Apex programmer by name. */
export class NotSupportedHere extends Error {
  readonly feature: string;
  constructor(feature: string) {
    super(`NotSupported: DataWeave ${feature}`);
    this.feature = feature;
  }
}

export function failScript(message: string): never {
  throw new ScriptError(message);
}

/** The message with the line it is about, as the language prints it. */
export function withPlace(message: string, source: string, at: number): string {
  const before = source.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const text = source.split('\n')[line - 1] ?? '';
  const label = `${line}| `;
  return `${message}\n\n${label}${text}\n${' '.repeat(label.length + column - 1)}^\nTrace:\n  at main (line: ${line}, column: ${column})`;
}
