const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gy;

interface Level { readonly kind: '{' | '['; key: string | number; expectsKey: boolean }

/**
 * The line, from 1, at which a value of a JSON text stands; where there is none, that of the nearest value around it. `text`
 * must be valid JSON. `path`: member names and indexes from the outside in.
 */
export function lineOfJson(text: string, path: readonly (string | number)[]): number {
  const levels: Level[] = [];
  let best = { depth: -1, at: 0 };
  const see = (at: number): void => {
    const depth = levels.length;
    if (depth <= best.depth || depth > path.length || levels.some((level, i) => level.key !== path[i])) return;
    best = { depth, at };
  };
  const pattern = new RegExp(TOKEN);
  const gap = /\s*/y;
  for (let at = skip(gap, text, 0); at < text.length && best.depth < path.length; at = skip(gap, text, pattern.lastIndex)) {
    pattern.lastIndex = at;
    const [token] = pattern.exec(text) ?? [];
    if (token === undefined) break;
    const level = levels.at(-1);
    if (token === '}' || token === ']') levels.pop();
    else if (token === ',') {
      if (level?.kind === '[') level.key = (level.key as number) + 1;
      else if (level) level.expectsKey = true;
    } else if (token === ':') continue;
    else if (level?.kind === '{' && level.expectsKey) {
      level.key = JSON.parse(token) as string;
      level.expectsKey = false;
      // A member's line is that of its name.
      see(at);
    } else {
      see(at);
      if (token === '{' || token === '[') levels.push({ kind: token, key: token === '[' ? 0 : '', expectsKey: token === '{' });
    }
  }
  return lineAt(text, best.at);
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function skip(gap: RegExp, text: string, from: number): number {
  gap.lastIndex = from;
  gap.exec(text);
  return gap.lastIndex;
}
