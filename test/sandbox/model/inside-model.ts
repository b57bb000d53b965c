/** What the rules say of that which is inside an org, and of what is kept about it: code, debug logs, feature parameters, copies, both logs of T9. */
export interface ModelCode {
  /** Null: the org's own. */
  readonly namespace: string | null;
  /** The partner's own package. */
  readonly isOwn: boolean;
  readonly className: string;
  /** In the part of it that isn't global. */
  readonly secret: string;
}
export type ModelAccess = 'full' | 'global' | 'none';
export interface ModelFeature { readonly name: string; readonly type: 'boolean' | 'date' | 'integer'; readonly isSetByPartner: boolean; readonly value: FeatureValue }
export type FeatureValue = boolean | number | string;
export interface ModelCopy { readonly folder: string; readonly developer: string; readonly org: string }
/** `delegate`: the developer who was logged in as the user; null: the user. */
export interface ModelSetupRow { readonly org: string; readonly user: string; readonly delegate: string | null }
interface Place { readonly org: string; readonly user: string }
interface Visit extends Place { readonly developer: string }

const DAY = 86_400_000;
const LOG_KEPT = 7 * DAY;
/** D17: of the partner's package. */
export const FEATURES: readonly ModelFeature[] = [
  { name: 'Fast', type: 'boolean', isSetByPartner: true, value: true }, { name: 'Until', type: 'date', isSetByPartner: true, value: '2026-02-01' }, { name: 'Seen', type: 'integer', isSetByPartner: false, value: 3 },
];

export class InsideModel {
  #traceFlags: ReadonlyMap<string, number> = new Map();
  #logs: readonly (Place & { readonly at: number })[] = [];
  #features: ReadonlyMap<string, FeatureValue> = new Map();
  copies: readonly ModelCopy[] = [];
  /** Oldest first. */
  visits: readonly Visit[] = [];
  /** Oldest first. */
  setupRows: readonly ModelSetupRow[] = [];

  /** Returns how to take back what is done from now on. */
  mark(): () => void {
    const { copies, visits, setupRows } = this;
    const [traceFlags, logs, features] = [this.#traceFlags, this.#logs, this.#features];
    return () => {
      Object.assign(this, { copies, visits, setupRows });
      [this.#traceFlags, this.#logs, this.#features] = [traceFlags, logs, features];
    };
  }

  // D2, D8, T7, T16

  accessTo({ namespace, isOwn }: ModelCode, developer: { readonly mayDebug: boolean }, user: { readonly seesSetup: boolean }): ModelAccess {
    if (namespace === null) return user.seesSetup ? 'full' : 'none';
    return isOwn && developer.mayDebug ? 'full' : 'global';
  }

  // T10

  trace({ org, user }: Place, now: number, minutes: number): void { this.#traceFlags = new Map(this.#traceFlags).set(`${org}/${user}`, now + minutes * 60_000); }
  /** Of who is traced in the org, in any order. */
  traced(org: string, now: number): string[] { return [...this.#traceFlags].filter(([key, end]) => key.startsWith(`${org}/`) && end > now).map(([key]) => key.slice(org.length + 1)); }
  ran({ org, user }: Place, now: number): void { if (this.traced(org, now).includes(user)) this.#logs = [...this.#logs, { org, user, at: now }]; }
  /** Whose requests they are of, in any order. */
  logsOf(org: string, now: number): string[] { return this.#logs.filter(each => each.org === org && each.at > now - LOG_KEPT).map(each => each.user); }

  // D17

  featureOf(org: string, { name, value }: ModelFeature): FeatureValue { return this.#features.get(`${org} ${name}`) ?? value; }
  setFeature(org: string, { name }: ModelFeature, value: FeatureValue): void { this.#features = new Map(this.#features).set(`${org} ${name}`, value); }
  mayBe({ type }: ModelFeature, value: FeatureValue): boolean { return type === 'boolean' ? typeof value === 'boolean' : type === 'integer' ? Number.isInteger(value) : typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value); }

  // D9

  copiesOf(developer: string, org?: string): string[] { return this.copies.filter(each => each.developer === developer && (org === undefined || each.org === org)).map(each => each.folder); }

  // T9

  loggedIn({ developer, org, user }: Visit): void {
    this.visits = [...this.visits, { developer, org, user }];
    this.changedSetup(org, user, developer);
  }

  changedSetup(org: string, user: string, delegate: string | null = null): void { this.setupRows = [...this.setupRows, { org, user, delegate }]; }
}
