/** Date, Datetime and Time as immutable values. All arithmetic is on the proleptic Gregorian calendar in UTC. */
const DAY = 86_400_000;

export const pad = (value: number, width = 2): string => String(Math.abs(value)).padStart(width, '0');

export class ApexDate {
  /** Days since 1970-01-01. */
  readonly days: number;
  constructor(days: number) {
    this.days = days;
  }
  /** Months and days outside their range carry over, as Date.newInstance does. */
  static of(year: number, month: number, day: number): ApexDate {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    return new ApexDate(Math.floor(date.getTime() / DAY));
  }
  private get js(): Date { return new Date(this.days * DAY); }
  get year(): number { return this.js.getUTCFullYear(); }
  get month(): number { return this.js.getUTCMonth() + 1; }
  get day(): number { return this.js.getUTCDate(); }
  /** `2024-02-29` */
  toIso(): string {
    return `${this.year < 0 ? '-' : ''}${pad(this.year, 4)}-${pad(this.month)}-${pad(this.day)}`;
  }
}

export class ApexDatetime {
  /** Since the epoch. */
  readonly millis: number;
  constructor(millis: number) {
    this.millis = millis;
  }
  /** `2024-02-29T12:30:00.000Z` */
  toIso(): string {
    return new Date(this.millis).toISOString();
  }
  /** `2024-02-29 12:30:00` in GMT. */
  toGmtText(): string {
    return this.toIso().slice(0, 19).replace('T', ' ');
  }
}

export class ApexTime {
  /** Since midnight. */
  readonly millis: number;
  constructor(millis: number) {
    this.millis = ((millis % DAY) + DAY) % DAY;
  }
  get hour(): number { return Math.floor(this.millis / 3_600_000); }
  get minute(): number { return Math.floor(this.millis / 60_000) % 60; }
  get second(): number { return Math.floor(this.millis / 1000) % 60; }
  get millisecond(): number { return this.millis % 1000; }
  /** `12:34:56.789Z` */
  toIso(): string {
    return `${pad(this.hour)}:${pad(this.minute)}:${pad(this.second)}.${pad(this.millisecond, 3)}Z`;
  }
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

/** Java, and so the platform, takes a name that no zone has for GMT. */
export function knownZone(name: string): string {
  try {
    zoneOffset(name, 0);
    return name;
  } catch (error) {
    if (error instanceof RangeError) return 'GMT';
    throw error;
  }
}

/** Milliseconds to add to UTC for the wall clock of an IANA zone at a moment. */
export function zoneOffset(zone: string, millis: number): number {
  if (zone === 'GMT' || zone === 'UTC') return 0;
  let format = zoneFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', era: 'short',
    });
    zoneFormats.set(zone, format);
  }
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(new Date(millis))) parts[part.type] = part.value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  wall.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second), 0);
  return wall.getTime() - Math.floor(millis / 1000) * 1000;
}

/** The moment at which a zone's wall clock shows `wallMillis` (a UTC-style count of the wall clock's fields). */
export function fromWallClock(zone: string, wallMillis: number): number {
  const guess = wallMillis - zoneOffset(zone, wallMillis);
  const corrected = wallMillis - zoneOffset(zone, guess);
  return corrected;
}
