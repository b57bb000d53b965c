import type { ApexValue } from '../runtime/contract.ts';
import { doubleToLongValue } from '../runtime/conversions.ts';
import { toDouble } from '../runtime/equality.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { textOf } from '../runtime/text.ts';
import { grouping } from './numbers.ts';

export function parseDouble(text: string): number {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(trimmed)) return Number(trimmed.replace(/[dDfF]$/, ''));
  if (/^[+-]?(NaN|Infinity)$/.test(trimmed)) return Number(trimmed);
  return fail('System.TypeException', `Invalid double: ${text}`);
}

/** Source: Apex Reference, Double Class. */
defineLibraryClass({
  name: 'System.Double',
  members: {
    'String format()': (self: number) => grouping(self),
    'Integer intValue()': (self: number) => Math.max(-2147483648, Math.min(2147483647, Math.trunc(self))) | 0,
    'Long longValue()': (self: number) => doubleToLongValue(self),
    'Long round()': (self: number) => doubleToLongValue(Math.floor(self + 0.5)),
    'static Double valueOf(String stringToDouble)': (text: string | null) => parseDouble(text ?? failNull('Argument cannot be null.')),
    'static Double valueOf(Object fieldValue)': (value: ApexValue) => {
      if (value === null) return null;
      const number = typeof value === 'string' ? parseDouble(value) : toDouble(value);
      return Number.isNaN(number) ? fail('System.TypeException', `Invalid double: ${textOf(value)}`) : number;
    },
  },
});
