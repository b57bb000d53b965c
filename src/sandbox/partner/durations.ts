import type { GrantDuration } from '../../protocol/partner.ts';

const MINUTE = 60_000;
const unitMs: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE, week: 7 * 1440 * MINUTE, month: 30 * 1440 * MINUTE, year: 365 * 1440 * MINUTE };

/** Milliseconds of `3 days` and the like. */
export function durationMs(text: GrantDuration | string): number {
  const [count, unit] = text.split(' ');
  return Number(count) * (unitMs[(unit ?? '').replace(/s$/, '')] ?? Number.NaN);
}
