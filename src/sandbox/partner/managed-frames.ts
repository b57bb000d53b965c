/**
 * A stack trace for someone who may not look into the packages it passes through (T16): what lies in one of them is its
 * namespace in brackets, as the platform shows it to subscribers.
 */
export function hideManagedFrames(text: string, hidden: readonly string[]): string {
  const names = new Set(hidden.map(each => each.toLowerCase()));
  const shown: string[] = [];
  let last: string | null = null;
  for (const line of text.split('\n')) {
    const [frame, namespace = ''] = FRAME.exec(line) ?? [];
    const isHidden = frame !== undefined && names.has(namespace.toLowerCase());
    const label = isHidden ? `(${namespace})` : null;
    const rest = isHidden ? line.slice(frame.length) : line;
    if (label !== null && label === last) shown[shown.length - 1] += rest;
    else shown.push((label ?? '') + rest);
    last = label;
  }
  return shown.join('\n');
}

/** `Class.ns.Name.method: line 10, column 1`, `Trigger.ns.Name: line 2, column 1` */
const FRAME = /^(?:Class|Trigger)\.(\w+)\.[\w.<>]+: line \d+, column \d+/;
