import { fail } from '../runtime/exception.ts';
import { fromWallClock, pad, zoneOffset } from '../runtime/temporal.ts';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Java's SimpleDateFormat in the en_US locale. */
export function formatPattern(millis: number, pattern: string, zone: string): string {
  const offset = zoneOffset(zone, millis);
  const wall = new Date(millis + offset);
  const year = wall.getUTCFullYear();
  const month = wall.getUTCMonth();
  const hour = wall.getUTCHours();
  const sign = offset < 0 ? '-' : '+';
  const minutes = Math.abs(offset) / 60_000;
  let out = '';
  for (const [part] of pattern.matchAll(/'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+|'/g)) {
    if (part.startsWith("'")) { out += part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'"); continue; }
    const n = part.length;
    switch (part[0]) {
      case 'y': out += n === 2 ? pad(year % 100) : pad(year, n); break;
      case 'Y': out += n === 2 ? pad(weekOf(wall).year % 100) : pad(weekOf(wall).year, n); break;
      case 'w': out += pad(weekOf(wall).week, n); break;
      case 'W': out += pad(Math.ceil((wall.getUTCDate() + new Date(Date.UTC(year, month, 1)).getUTCDay()) / 7), n); break;
      case 'F': out += pad(Math.ceil(wall.getUTCDate() / 7), n); break;
      case 'u': out += pad(wall.getUTCDay() || 7, n); break;
      case 'M': case 'L': out += n >= 4 ? MONTHS[month]! : n === 3 ? MONTHS[month]!.slice(0, 3) : pad(month + 1, n); break;
      case 'd': out += pad(wall.getUTCDate(), n); break;
      case 'D': out += pad(dayOfYear(wall) + 1, n); break;
      case 'E': out += n >= 4 ? DAYS[wall.getUTCDay()]! : DAYS[wall.getUTCDay()]!.slice(0, 3); break;
      case 'H': out += pad(hour, n); break;
      case 'k': out += pad(hour === 0 ? 24 : hour, n); break;
      case 'h': out += pad(hour % 12 === 0 ? 12 : hour % 12, n); break;
      case 'K': out += pad(hour % 12, n); break;
      case 'm': out += pad(wall.getUTCMinutes(), n); break;
      case 's': out += pad(wall.getUTCSeconds(), n); break;
      case 'S': out += pad(wall.getUTCMilliseconds(), n); break;
      case 'a': out += hour < 12 ? 'AM' : 'PM'; break;
      case 'G': out += 'AD'; break;
      case 'z': out += zoneName(zone, millis, n >= 4 ? 'long' : 'short'); break;
      case 'Z': out += `${sign}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`; break;
      case 'X': out += offset === 0 ? 'Z' : `${sign}${pad(Math.floor(minutes / 60))}${n === 1 ? '' : `${n === 3 ? ':' : ''}${pad(minutes % 60)}`}`; break;
      default:
        if (/[a-zA-Z]/.test(part[0]!)) fail('System.IllegalArgumentException', `Illegal pattern character '${part[0]}'`);
        out += part;
    }
  }
  return out;
}

/** Days since 1 January. */
function dayOfYear(wall: Date): number {
  return Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000);
}

/** Weeks begin on Sunday, and the week with 1 January is the first of its year. */
function weekOf(wall: Date): { week: number; year: number } {
  const year = wall.getUTCFullYear();
  const saturday = new Date(wall.getTime() + (6 - wall.getUTCDay()) * 86_400_000);
  if (saturday.getUTCFullYear() > year) return { week: 1, year: year + 1 };
  return { week: Math.ceil((dayOfYear(saturday) + 1) / 7), year };
}

function zoneName(zone: string, millis: number, style: 'short' | 'long'): string {
  if (zone === 'GMT' || zone === 'UTC') return style === 'short' ? zone : 'Greenwich Mean Time';
  return new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: style }).formatToParts(new Date(millis)).find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** `2024-02-29 12:30:00` in a zone, whatever comes behind it; null for anything else. */
export function parseDatetime(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)/.exec(text.trim());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  return fromWallClock(zone, Date.UTC(year, month - 1, day, hour, minute, second));
}

/** `2/29/2024 12:30 PM` in a zone, as `format()` writes a Datetime; null for anything else. */
export function parseLocalDatetime(text: string, zone: string): number | null {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))? ?(AM|PM)$/i.exec(text.trim().replaceAll(/[\u00a0\u202f]/g, ' '));
  if (!match) return null;
  const [month, day, year, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour < 1 || hour > 12 || minute > 59) return null;
  return fromWallClock(zone, Date.UTC(year, month - 1, day, (hour % 12) + (match[7]!.toUpperCase() === 'PM' ? 12 : 0), minute, second));
}
