import type { LicenseStatus } from '../../protocol/partner.ts';

/** What a person did on the subscriber's page. */
export type OrgPageAction =
  | { readonly action: 'login'; readonly user: string }
  | { readonly action: 'return' }
  | { readonly action: 'license'; readonly namespace: string; readonly status: LicenseStatus; readonly seats: number | null; readonly expiresAt: number | null }
  | { readonly action: 'feature'; readonly namespace: string; readonly name: string; readonly value: boolean | number | string };

const STATUSES: readonly string[] = ['trial', 'active', 'suspended', 'uninstalled'] satisfies readonly LicenseStatus[];

/** A message of the page, checked; null: it is none of ours. */
export function readAction(message: unknown): OrgPageAction | null {
  if (typeof message !== 'object' || message === null) return null;
  const field = (name: string): unknown => (Object.hasOwn(message, name) ? (message as Record<string, unknown>)[name] : undefined);
  const name = (key: string): string | null => { const value = field(key); return typeof value === 'string' && value !== '' && value.length <= 255 ? value : null; };
  const namespace = name('namespace');
  switch (field('action')) {
    case 'return': return { action: 'return' };
    case 'login': {
      const user = name('user');
      return user === null ? null : { action: 'login', user };
    }
    case 'license': {
      const status = field('status');
      const seats = wholeNumber(field('seats'));
      const expiresAt = day(field('expires'));
      if (namespace === null || typeof status !== 'string' || !STATUSES.includes(status) || seats === undefined || expiresAt === undefined) return null;
      return { action: 'license', namespace, status: status as LicenseStatus, seats, expiresAt };
    }
    case 'feature': {
      const feature = name('name');
      const value = featureValue(field('type'), field('value'));
      return namespace === null || feature === null || value === undefined ? null : { action: 'feature', namespace, name: feature, value };
    }
    default: return null;
  }
}

/** Null where nothing was entered; undefined where it is no number. */
function wholeNumber(value: unknown): number | null | undefined {
  if (value === '') return null;
  return typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** The end of that day, UTC. */
function day(value: unknown): number | null | undefined {
  if (value === '') return null;
  const at = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T23:59:59Z`) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function featureValue(type: unknown, value: unknown): boolean | number | string | undefined {
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined;
  if (type === 'integer') return wholeNumber(value) ?? undefined;
  return type === 'date' && typeof value === 'string' && day(value) ? value : undefined;
}
