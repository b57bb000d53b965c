/** What precedes a message about a name in a query: the words some thirty characters around it, a mark below, its number. */
export function placeIn(text: string, at: number): string {
  const line = text.replaceAll(/\s/g, ' ');
  let from = Math.max(0, at - 30);
  while (from > 0 && !/[ ,]/.test(line[from - 1]!)) from--;
  let to = Math.min(line.length, at + 30);
  while (to < line.length && !/[ ,]/.test(line[to]!)) to++;
  return `\n${line.slice(from, to)}\n${' '.repeat(at - from)}^\nERROR at Row:1:Column:${at + 1}\n`;
}
