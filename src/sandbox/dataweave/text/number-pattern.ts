/** Numbers by patterns of java.text.DecimalFormat: `#,##0.00`, `00%`, `$#.##`. */
import type { RoundingMode } from '../../apex/runtime/decimal.ts';
import { ApexDecimal as Decimal } from '../../apex/runtime/decimal.ts';

interface NumberPattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly grouping: number;
  readonly minWhole: number;
  readonly minFraction: number;
  readonly maxFraction: number;
  /** What the number is multiplied by before it is written, in powers of ten. */
  readonly power: number;
}

interface Separators { readonly group: string; readonly point: string }

export function separatorsOf(locale: string | null): Separators {
  if (!locale) return { group: ',', point: '.' };
  const parts = new Intl.NumberFormat(locale.replaceAll('_', '-'), { useGrouping: true }).formatToParts(12345678.5);
  return { group: parts.find((part) => part.type === 'group')?.value ?? ',', point: parts.find((part) => part.type === 'decimal')?.value ?? '.' };
}

function parsePattern(text: string): NumberPattern {
  const positive = splitOutsideQuotes(text);
  const match = /^((?:'[^']*'|[^#0.,'])*)([#0,]*)(?:\.([#0]*))?((?:'[^']*'|[^#0.,'])*)$/.exec(positive);
  if (!match) throw new RangeError(`Malformed pattern "${text}"`);
  const [, prefix, wholePart, fraction, suffix] = match as unknown as [string, string, string, string | undefined, string];
  const lastComma = wholePart.lastIndexOf(',');
  const outside = prefix + suffix;
  return {
    prefix: unquote(prefix), suffix: unquote(suffix), grouping: lastComma < 0 ? 0 : wholePart.length - lastComma - 1, minWhole: wholePart.replaceAll(/[^0]/g, '').length,
    minFraction: (fraction ?? '').replaceAll(/[^0]/g, '').length, maxFraction: (fraction ?? '').length,
    power: outside.includes('%') ? 2 : outside.includes('‰') ? 3 : 0,
  };
}

const splitOutsideQuotes = (text: string): string => /^(?:'[^']*'|[^;'])*/.exec(text)![0];
const unquote = (text: string): string => text.replaceAll(/'([^']*)'/g, (_, inner: string) => inner || "'").replaceAll('¤', '$');

export function formatNumber(value: Decimal, pattern: string, locale: string | null, mode: RoundingMode = 'HALF_UP'): string {
  const form = parsePattern(pattern);
  const separators = separatorsOf(locale);
  const scaled = new Decimal(value.unscaled, value.scale - form.power).setScale(form.maxFraction, mode)!;
  const [whole, fraction = ''] = scaled.abs().toPlainString().split('.') as [string, string?];
  let digits = whole === '0' && form.minWhole === 0 && form.maxFraction > 0 ? '' : whole.padStart(form.minWhole, '0');
  if (form.grouping > 0) digits = digits.replaceAll(new RegExp(`\\B(?=(\\d{${form.grouping}})+$)`, 'g'), separators.group);
  let rest = fraction;
  while (rest.length > form.minFraction && rest.endsWith('0')) rest = rest.slice(0, -1);
  const text = digits + (rest ? separators.point + rest : '') || '0';
  return `${scaled.signum() < 0 ? '-' : ''}${form.prefix}${text}${form.suffix}`;
}

/** Null: the text doesn't fit. */
export function parseNumber(text: string, pattern: string | null, locale: string | null): Decimal | null {
  const separators = separatorsOf(locale);
  let rest = text.trim();
  let power = 0;
  if (pattern !== null) {
    const form = parsePattern(pattern);
    power = form.power;
    const isNegative = rest.startsWith('-');
    if (isNegative) rest = rest.slice(1);
    if (form.prefix && rest.startsWith(form.prefix)) rest = rest.slice(form.prefix.length);
    if (form.suffix && rest.endsWith(form.suffix)) rest = rest.slice(0, -form.suffix.length);
    if (isNegative) rest = `-${rest}`;
    rest = rest.replaceAll(separators.group, '');
  }
  if (separators.point !== '.') rest = rest.replaceAll(separators.group, '').replace(separators.point, '.');
  const parsed = Decimal.parse(rest);
  return parsed && new Decimal(parsed.unscaled, parsed.scale + power);
}
