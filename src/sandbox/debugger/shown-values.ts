/** Values as the debugger shows them, turned back into Apex: whoever edits one starts from what is shown. */
import type { ApexType } from '../apex/semantics/types.ts';

/** `type`: of what is set. Null: the text is no such value. */
export function apexOfShown(text: string, type: ApexType): string | null {
  const shown = text.trim();
  if (type.kind === 'class' && type.symbol.kind === 'enum') {
    const constant = type.symbol.enumConstants.find(name => name.toLowerCase() === shown.toLowerCase());
    const prefix = type.symbol.namespace ? `${type.symbol.namespace}.` : '';
    return constant === undefined ? null : `${prefix}${type.symbol.qualifiedName}.${constant}`;
  }
  if (type.kind !== 'primitive') return null;
  switch (type.name) {
    case 'Long': return /^-?\d{1,19}$/.test(shown) ? `${shown}L` : null;
    case 'Date': return dateOf(shown);
    case 'Datetime': return datetimeOf(shown);
    case 'Time': return timeOf(shown);
    default: return null;
  }
}

/** `2024-02-29`, not the 31st of a month that hasn't one. */
function dateOf(shown: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(shown)) return null;
  const date = new Date(`${shown}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(shown)) return null;
  return `Date.newInstance(${date.getUTCFullYear()}, ${date.getUTCMonth() + 1}, ${date.getUTCDate()})`;
}

/** `2024-02-29T10:30:00.000Z`, seconds and their parts as wanted, in UTC or with an offset. */
function datetimeOf(shown: string): string | null {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)$/.test(shown)) return null;
  const time = Date.parse(shown.replace(' ', 'T'));
  return Number.isNaN(time) || dateOf(shown.slice(0, 10)) === null ? null : `Datetime.newInstance(${time}L)`;
}

/** `10:30:00.000Z` */
function timeOf(shown: string): string | null {
  const parts = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?Z?$/.exec(shown)?.slice(1).map(part => Number(part ?? 0));
  if (!parts || parts.some((part, at) => part >= [24, 60, 60, 1000][at]!)) return null;
  return `Time.newInstance(${parts.join(', ')})`;
}
