import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass, typed } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';
import { zoneOffset, type ApexDatetime } from '../runtime/temporal.ts';
import { current } from '../runtime/transaction.ts';

class ApexTimeZone extends ApexObject {
  readonly id: string;
  constructor(id: string) {
    super();
    this.id = id;
  }
  toApexText(): string { return this.id; }
}
typed(ApexTimeZone, 'System.TimeZone');

function zoneOf(id: string | null): ApexTimeZone {
  const name = id ?? failNull('Argument cannot be null.');
  try {
    // The formatter knows which zones there are.
    new Intl.DateTimeFormat('en-US', { timeZone: name });
  } catch (error) {
    if (error instanceof RangeError) fail('System.StringException', `Invalid time zone: ${name}`);
    throw error;
  }
  return new ApexTimeZone(name);
}

/** Source: Apex Reference, TimeZone Class. */
defineLibraryClass({
  name: 'System.TimeZone',
  members: {
    'static TimeZone getTimeZone(String timeZoneIdString)': zoneOf,
    'String getID()': (self: ApexTimeZone) => self.id,
    'String getDisplayName()': (self: ApexTimeZone) => {
      const long = new Intl.DateTimeFormat('en-US', { timeZone: self.id, timeZoneName: 'long' }).formatToParts(new Date(current().source.now())).find((part) => part.type === 'timeZoneName')?.value ?? self.id;
      return `(GMT${new Intl.DateTimeFormat('en-US', { timeZone: self.id, timeZoneName: 'longOffset' }).formatToParts(new Date(current().source.now())).find((part) => part.type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00'}) ${long} (${self.id})`;
    },
    'Integer getOffset(Datetime date)': (self: ApexTimeZone, date: ApexDatetime | null) => zoneOffset(self.id, (date ?? failNull('Argument cannot be null.')).millis),
    'String toString()': (self: ApexTimeZone) => self.id,
  },
});
defineLibraryClass({ name: 'System.UserInfo', members: { 'static System.TimeZone getTimeZone()': () => new ApexTimeZone(current().user.timeZone), 'static TimeZone getTimeZone()': () => new ApexTimeZone(current().user.timeZone) } });
