/** FORMAT(): a value as text in the user's locale. */
import { decimalOf } from '../values.ts';
import type { ValueBridge } from '../values.ts';
import type { SqlExpression } from './scope.ts';

export function formatValue(bridge: ValueBridge, locale: string, expression: SqlExpression, value: unknown): unknown {
  const tag = locale.replace('_', '-');
  const plain = bridge.plain(value);
  if (plain.kind === 'null' || plain.kind === 'string') return value;
  if (plain.kind === 'boolean') return String(plain.value);
  if (plain.kind === 'date') return new Date(plain.value * 86_400_000).toLocaleDateString(tag, { timeZone: 'UTC' });
  if (plain.kind === 'datetime') return new Date(plain.value).toLocaleString(tag, { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' });
  const number = decimalOf(plain);
  if (number === null) return value;
  return (Number(number.unscaled) / 10 ** number.scale).toLocaleString(tag, { minimumFractionDigits: expression.scale, maximumFractionDigits: Math.max(expression.scale, number.scale) });
}
