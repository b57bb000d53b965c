/** Dates as a user sees them: now, the user's time zone, the first day of the week, the fiscal year. */

export const DAY = 86_400_000;

export interface CalendarSettings {
  /** IANA name. */
  readonly timeZone: string;
  /** 0 = Sunday. */
  readonly firstDayOfWeek: number;
  /** 1–12. */
  readonly fiscalYearStartMonth: number;
  /** Whether a fiscal year is called after the calendar year it begins in, not the one it ends in. */
  readonly isFiscalYearNamedByStart?: boolean;
}

/** Days since 1970-01-01 of a civil date; months 1–12 may run over. */
export function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY);
}

export interface CivilDate { readonly year: number; readonly month: number; readonly day: number }

export function civilDate(days: number): CivilDate {
  const date = new Date(days * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds to add to UTC for the zone's wall clock at an instant. */
export function zoneOffset(timeZone: string, instant: number): number {
  if (timeZone === 'UTC' || timeZone === 'GMT' || timeZone === 'Etc/UTC') return 0;
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  const parts: Record<string, number> = {};
  let isBc = false;
  for (const { type, value } of formatter.formatToParts(instant)) {
    if (type === 'era') isBc = value === 'BC';
    else parts[type] = Number(value);
  }
  const wall = new Date(0);
  wall.setUTCFullYear(isBc ? 1 - parts['year']! : parts['year']!, parts['month']! - 1, parts['day']!);
  wall.setUTCHours(parts['hour']!, parts['minute']!, parts['second']!);
  return wall.getTime() - Math.floor(instant / 1000) * 1000;
}

/** The wall clock in a zone, as the milliseconds that UTC would have at that reading. */
export function toWallClock(timeZone: string, instant: number): number {
  return instant + zoneOffset(timeZone, instant);
}

/** The instant at which a day begins in a zone; the first moment after the gap where a clock change skips midnight. */
export function startOfDay(timeZone: string, days: number): number {
  const wall = days * DAY;
  const guess = wall - zoneOffset(timeZone, wall);
  const again = wall - zoneOffset(timeZone, guess);
  return toWallClock(timeZone, again) < wall ? again + 3_600_000 : again;
}

export class Calendar {
  readonly settings: CalendarSettings;
  readonly now: number;
  /** The user's current day, in days since 1970. */
  readonly today: number;

  constructor(settings: CalendarSettings, now: number) {
    this.settings = settings;
    this.now = now;
    this.today = Math.floor(toWallClock(settings.timeZone, now) / DAY);
  }

  startOfDay(days: number): number {
    return startOfDay(this.settings.timeZone, days);
  }

  dayOf(instant: number): number {
    return Math.floor(toWallClock(this.settings.timeZone, instant) / DAY);
  }
}
