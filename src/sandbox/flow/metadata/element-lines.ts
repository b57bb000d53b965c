/** Where a flow's elements begin in its file: for call stacks, which show the element that calls. */

const TAG = /<(\/?)([A-Za-z][\w.:-]*)[^<>]*?(\/?)>/g;

/** Lines (1-based) by element name in lower case: of the elements below the root that have a name. */
export function elementLines(source: string): ReadonlyMap<string, number> {
  const text = source.replaceAll(/<!--[\s\S]*?-->/g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  const lines = new Map<string, number>();
  let depth = 0;
  let line = 1;
  let at = 0;
  let start = 1;
  for (const { 0: tag, 1: closes, 2: name, 3: isEmpty, index } of text.matchAll(TAG)) {
    for (; at < index; at++) if (text[at] === '\n') line++;
    if (closes !== '') depth--;
    else {
      if (depth === 1) start = line;
      const isName = depth === 2 && name === 'name';
      const value = isName ? text.slice(index + tag.length, text.indexOf('<', index + tag.length)).trim().toLowerCase() : '';
      if (isName && !lines.has(value)) lines.set(value, start);
      if (isEmpty === '') depth++;
    }
  }
  return lines;
}
