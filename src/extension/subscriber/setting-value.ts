/** What was typed for a field of a custom setting, by the field's type; or what is wrong with it. */
export function settingValue(type: string, typed: string): { readonly value: string | number | boolean | null } | { readonly problem: string } {
  const text = typed.trim();
  if (text === '') return { value: null };
  switch (type.toLowerCase()) {
    case 'boolean': case 'checkbox':
      if (/^(true|false)$/i.test(text)) return { value: text.toLowerCase() === 'true' };
      return { problem: 'true or false' };
    case 'number': case 'double': case 'currency': case 'percent': case 'integer':
      return /^[-+]?\d+(\.\d+)?$/.test(text) ? { value: Number(text) } : { problem: 'a number, as 12 or 12.5' };
    case 'date':
      return isDate(text) ? { value: text } : { problem: 'a date, as 2026-01-31' };
    case 'datetime':
      return Number.isNaN(Date.parse(text)) || !/^\d{4}-\d{2}-\d{2}T/.test(text) ? { problem: 'a date and time, as 2026-01-31T10:00:00Z' } : { value: text };
    default: return { value: typed };
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
