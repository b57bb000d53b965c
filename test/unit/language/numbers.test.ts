import { describe } from 'mocha';
import { programs } from './programs.ts';

const print = (expression: string): string => `System.debug(${expression});`;

describe('numbers', () => {
  programs([
    { name: 'Integer wraps', code: print('2147483647 + 1'), prints: ['-2147483648'] },
    { name: 'Integer product wraps', code: print('65536 * 65536'), prints: ['0'] },
    { name: 'an Integer sum stays one before it becomes a Long', code: 'Long x = 2147483647 + 1; System.debug(x);', prints: ['-2147483648'] },
    { name: 'Long operand widens', code: print('2147483647L + 1'), prints: ['2147483648'] },
    { name: 'division truncates', code: print('-7 / 2'), prints: ['-3'] },
    { name: 'shift counts are masked', code: print('1 << 33'), prints: ['2'] },
    { name: 'logical shift', code: print('-1 >>> 28'), prints: ['15'] },
    { name: 'Long shift', code: print('1L << 32'), prints: ['4294967296'] },
    { name: 'division by zero', code: 'Integer z = 0; System.debug(1 / z);', throws: 'System.MathException: Divide by 0' },
    { name: 'Decimal keeps the larger scale', code: print('1.2300 + 2.00'), prints: ['3.2300'] },
    { name: 'Decimal scales add up', code: print('1.23 * 2.00'), prints: ['2.4600'] },
    { name: 'Decimal division has 33 digits', code: 'Decimal a = 1; System.debug(a / 3);', prints: ['0.333333333333333333333333333333333'] },
    { name: 'Decimal division rounds its last digit', code: 'Decimal a = 2; System.debug(a / 3);', prints: ['0.666666666666666666666666666666667'] },
    { name: 'exact quotient', code: 'System.debug(1.50 / 2);', prints: ['0.75'] },
    { name: 'increment keeps the scale', code: 'Decimal d = 1.50; d++; System.debug(d);', prints: ['2.50'] },
    { name: 'Double is binary', code: 'Double a = 0.1; Double b = 0.2; System.debug(a + b);', prints: ['0.30000000000000004'] },
    { name: 'Double text', code: 'Double a = 1e7d; System.debug(a);'.replace('1e7d', '10000000.0'), prints: ['1.0E7'] },
    { name: 'order of increments', code: 'Integer i = 0; System.debug(i++ + ++i);', prints: ['2'] },
    { name: 'null compares as false', code: 'Integer n; System.debug(n < 1); System.debug(n == null);', prints: ['false', 'true'] },
    { name: 'null arithmetic', code: 'Integer n; System.debug(n + 1);', throws: 'System.NullPointerException: Attempt to de-reference a null object' },
    { name: 'numbers of all types are equal by value', code: 'Object a = 1; Object b = 1L; System.debug(a == b);', prints: ['true'] },
    { name: 'casts truncate', code: 'Decimal d = 1.99; System.debug((Integer) d);', prints: ['1'] },
    { name: 'setScale rounds half even', code: 'System.debug((1.25).setScale(1)); System.debug((1.35).setScale(1));', prints: ['1.2', '1.4'] },
  ]);
});
