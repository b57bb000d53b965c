import { failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { ApexTime } from '../runtime/temporal.ts';

const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);
const add = (unit: number) => (self: ApexTime, n: number): ApexTime => new ApexTime(self.millis + required(n) * unit);

/** Source: Apex Reference, Time Class. */
defineLibraryClass({
  name: 'System.Time',
  members: {
    'Time addHours(Integer additionalHours)': add(3_600_000),
    'Time addMinutes(Integer additionalMinutes)': add(60_000),
    'Time addSeconds(Integer additionalSeconds)': add(1000),
    'Time addMilliseconds(Integer additionalMilliseconds)': add(1),
    'Integer hour()': (self: ApexTime) => self.hour,
    'Integer minute()': (self: ApexTime) => self.minute,
    'Integer second()': (self: ApexTime) => self.second,
    'Integer millisecond()': (self: ApexTime) => self.millisecond,
    'static Time newInstance(Integer hour, Integer minutes, Integer seconds, Integer milliseconds)': (h: number, m: number, s: number, ms: number) => new ApexTime(((required(h) * 60 + required(m)) * 60 + required(s)) * 1000 + required(ms)),
  },
});
