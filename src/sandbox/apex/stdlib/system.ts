import { chargeCpu } from '../runtime/accounting.ts';
import type { ApexValue } from '../runtime/contract.ts';
import { hashOf, strictEquals } from '../runtime/equality.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { currentFrame } from '../runtime/loader.ts';
import type { ApexEnum } from '../runtime/object.ts';
import { ApexDate, ApexDatetime, zoneOffset } from '../runtime/temporal.ts';
import { textOf } from '../runtime/text.ts';
import { current } from '../runtime/transaction.ts';

function debug(level: string, value: ApexValue): void {
  const { log } = current();
  if (!log.isOn('ApexCode', level === 'NONE' ? 'NONE' : (level as 'DEBUG'))) return;
  chargeCpu('logEvent');
  const text = textOf(value);
  const frame = currentFrame();
  log.event('USER_DEBUG', [`[${frame?.line ?? 1}]`, level, text], frame?.namespace ?? null);
}

/** Today in the running user's time zone. */
export function today(): ApexDate {
  const now = current().source.now();
  return new ApexDate(Math.floor((now + zoneOffset(current().user.timeZone, now)) / 86_400_000));
}

/** Source: Apex Reference, System Class. */
defineLibraryClass({
  name: 'System.System',
  members: {
    'static void debug(Object msg)': (value: ApexValue) => debug('DEBUG', value),
    'static void debug(LoggingLevel logLevel, Object msg)': (level: ApexEnum | null, value: ApexValue) => debug(level?.name ?? 'DEBUG', value),
    'static Datetime now()': () => new ApexDatetime(current().source.now()),
    'static Date today()': today,
    'static Long currentTimeMillis()': () => BigInt(current().source.now()),
    'static Boolean equals(Object obj1, Object obj2)': strictEquals,
    'static Integer hashCode(Object obj)': hashOf,
  },
});
