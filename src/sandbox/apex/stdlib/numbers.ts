import type { ApexDecimal } from '../runtime/decimal.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** `1,234,567` as the en_US locale groups it. */
export const grouping = (value: number | bigint): string => grouped.format(value);

export function groupDecimal(value: ApexDecimal): string {
  const rounded = value.scale > 3 ? value.setScale(3, 'HALF_EVEN')! : value;
  const [whole, fraction = ''] = rounded.toPlainString().split('.') as [string, string?];
  const sign = whole.startsWith('-') ? '-' : '';
  const digits = grouping(BigInt(whole.replace('-', '')));
  const rest = fraction.replace(/0+$/, '');
  return `${sign}${digits}${rest ? `.${rest}` : ''}`;
}

/** Digits of any script as ASCII. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (c) => {
    const code = c.codePointAt(0)!;
    // Decimal digits of a script sit in runs of ten that start at a multiple found by walking down.
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--;
    return String(code - zero);
  });
}
