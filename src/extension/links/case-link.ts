/** Links that open a place of a case: what they hold, and how they are read. No VS Code here. */

/** Where a link leads. Never holds a token. */
export interface CaseLink {
  /** Name, alias or id. */
  readonly org: string;
  /** User name or id to log in as. */
  readonly user: string | null;
  /** The class or trigger to open. */
  readonly unit: string | null;
  /** 1-based. */
  readonly line: number | null;
  readonly breakpoints: readonly { readonly unit: string; readonly line: number }[];
}

const UNIT = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/;
/** What comes from outside is bounded before it is looked at. */
const MAX_LENGTH = 8000;
const MAX_BREAKPOINTS = 100;
export const CASE_PATH = '/case';

/** The query of `vscode://<extension>/case?…`. */
export function caseQuery(link: CaseLink): string {
  const query = new URLSearchParams({ org: link.org });
  if (link.user !== null) query.set('user', link.user);
  if (link.unit !== null) query.set('at', placeText(link.unit, link.line));
  if (link.breakpoints.length > 0) query.set('breakpoints', link.breakpoints.map(each => placeText(each.unit, each.line)).join(','));
  return query.toString();
}

/** Throws an error that says what is wrong with the link. */
export function readCaseQuery(text: string): CaseLink {
  if (text.length > MAX_LENGTH) throw new Error(`The link is ${text.length} characters long; ${MAX_LENGTH} are the most.`);
  const query = new URLSearchParams(text);
  const unknown = [...query.keys()].find(name => !['org', 'user', 'at', 'breakpoints'].includes(name));
  if (unknown !== undefined) throw new Error(`The link holds "${unknown}", which links for cases don't have.`);
  const org = query.get('org')?.trim();
  if (!org) throw new Error('The link names no org.');
  const at = query.get('at');
  const place = at === null ? null : readPlace(at, true);
  const breakpoints = (query.get('breakpoints') ?? '').split(',').filter(part => part !== '').map(part => readPlace(part, false));
  if (breakpoints.length > MAX_BREAKPOINTS) throw new Error(`The link holds ${breakpoints.length} breakpoints; ${MAX_BREAKPOINTS} are the most.`);
  return {
    org, user: query.get('user'), unit: place?.unit ?? null, line: place?.line ?? null,
    breakpoints: breakpoints.map(({ unit, line }) => ({ unit, line: line ?? 1 })),
  };
}

/**
 * Salesforce's own link from Setup → Apex Debugger: `forceide://<orgName>?url=…&sessionId=…` (D12). Its session id is a
 * secret and is dropped; the org is known by its name, or by the id that a session id starts with.
 */
export function readForceIdeLink(text: string): CaseLink {
  const found = /^forceide:\/\/([^/?#]*)\/?\?([^#]*)/i.exec(text.trim());
  if (!found || text.length > MAX_LENGTH) throw new Error('That is no forceide:// link: it must read forceide://<org name>?url=…&sessionId=….');
  const query = new URLSearchParams(found[2]);
  const fromSession = /^(00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)!/.exec(query.get('sessionId') ?? '')?.[1];
  const org = fromSession ?? decodeName(found[1] ?? '');
  if (org === '') throw new Error('The forceide:// link names no org.');
  return { org, user: null, unit: null, line: null, breakpoints: [] };
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')).trim();
  } catch (error) {
    if (error instanceof URIError) throw new Error('The name in the forceide:// link is not well encoded.', { cause: error });
    throw error;
  }
}

function placeText(unit: string, line: number | null): string {
  return line === null ? unit : `${unit}:${line}`;
}

function readPlace(text: string, lineIsOptional: boolean): { unit: string; line: number | null } {
  const [unit = '', line, ...rest] = text.split(':');
  const isLine = line === undefined ? lineIsOptional : /^[1-9]\d{0,5}$/.test(line);
  if (!UNIT.test(unit) || !isLine || rest.length > 0) throw new Error(`"${text.slice(0, 80)}" in the link is no place: it must read Class:line.`);
  return { unit, line: line === undefined ? null : Number(line) };
}
