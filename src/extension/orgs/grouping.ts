import type { OrgInfo, OrgKind } from '../../protocol/rpc.ts';

export type OrgGrouping = 'none' | 'kind' | 'access';

export interface OrgGroup {
  readonly id: string;
  readonly label: string;
  readonly orgs: readonly OrgInfo[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

const KINDS: readonly (readonly [string, readonly OrgKind[]])[] = [
  ['This project', ['project']],
  ['Sandboxes', ['full', 'partialCopy', 'developerPro', 'developer']],
  ['Scratch orgs', ['scratch']],
  ['Production', ['production']],
];

/** By how long the longest grant still lasts. */
const ACCESS: readonly (readonly [string, number])[] = [
  ['Ends within a day', DAY_MS],
  ['Ends within a week', 7 * DAY_MS],
  ['Ends later', Infinity],
];

/** Groups that have orgs, in a fixed order; none for `none`. */
export function groupsOf(orgs: readonly OrgInfo[], grouping: OrgGrouping, now: number): readonly OrgGroup[] {
  const groups: OrgGroup[] = [];
  if (grouping === 'kind') {
    for (const [label, kinds] of KINDS) groups.push({ id: label, label, orgs: orgs.filter(org => kinds.includes(org.kind)) });
  } else if (grouping === 'access') {
    let above = -Infinity;
    for (const [label, limit] of ACCESS) {
      const from = above;
      groups.push({ id: label, label, orgs: orgs.filter(org => { const left = accessLeft(org, now); return left > from && left <= limit; }) });
      above = limit;
    }
  }
  return groups.filter(group => group.orgs.length > 0);
}

/** Milliseconds until nobody of the org grants access any more. */
export function accessLeft(org: OrgInfo, now: number): number {
  return Math.max(...org.grants.map(grant => grant.expiresAt), 0) - now;
}

/** Orgs whose access ends within a day. */
export function expiringOrgs(orgs: readonly OrgInfo[], now: number): readonly OrgInfo[] {
  return orgs.filter(org => org.kind !== 'project' && accessLeft(org, now) <= DAY_MS);
}
