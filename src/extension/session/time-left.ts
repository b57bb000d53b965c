const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A duration for people, as exact as its length deserves: `5 d`, `1 d 4 h`, `59 min`, `42 s`. */
export function describeRemaining(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left >= 2 * day) return `${Math.floor(left / day)} d`;
  if (left >= day) return pair(left, day, 'd', hour, 'h');
  if (left >= hour) return pair(left, hour, 'h', minute, 'min');
  if (left >= minute) return `${Math.floor(left / minute)} min`;
  return `${Math.floor(left / second)} s`;
}

/** A countdown that always has the same width: `3:59:48`, `59:48`. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / second));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

function pair(left: number, large: number, largeName: string, small: number, smallName: string): string {
  const whole = Math.floor(left / large);
  const rest = Math.floor((left % large) / small);
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
}
