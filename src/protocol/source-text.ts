/** When two texts of a source file count as the same one. */

/** Ends of lines don't count, nor does blank space at them: editors and checkouts change both. */
export function sourceLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map(line => line.trimEnd());
}

export function isSameText(a: string, b: string): boolean {
  return a === b || sourceLines(a).join('\n').trimEnd() === sourceLines(b).join('\n').trimEnd();
}
