import type { LimitUse, OrgDetails } from '../../protocol/partner.ts';
import { describeRemaining } from '../session/time-left.ts';

export interface OrgPageView {
  readonly details: OrgDetails;
  /** What `describeKind` says. */
  readonly kind: string;
  readonly hasActiveSession: boolean;
  /** User name of who one is logged in as there. */
  readonly loggedInAs: string | null;
  /** The hub's clock. */
  readonly now: number;
}

const LIMIT_NAMES: Readonly<Record<LimitUse['name'], string>> = { fileSpace: 'File space', dataSpace: 'Data space', apiRequests: 'API requests' };
const STATUSES = ['trial', 'active', 'suspended', 'uninstalled'] as const;

/** What a page shows below its name: HTML. */
export type OrgPageBody = string & { readonly isHtml: true };

/** The subscriber's page (T6). Everything that comes from the org is escaped. */
export function renderOrg(view: OrgPageView): OrgPageBody {
  const { details } = view;
  return `<h1>${escapeHtml(details.name)}</h1>
<dl>${facts(view).map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>
<h2>Login Access</h2>
${access(view)}
<h2>Packages and licensing</h2>
${licenses(view)}
<h2>Feature parameters</h2>
${features(view)}
<h2>Limits</h2>
${limits(details.limits)}` as OrgPageBody;
}

/** What is left of the page once the org grants no access. */
export function renderClosed(name: string): OrgPageBody {
  return `<h1>${escapeHtml(name)}</h1>
<p role="status">${escapeHtml(name)} grants you no Login Access now. A user of theirs grants it in their personal settings; then this page shows the org again.</p>` as OrgPageBody;
}

/** The whole page. Its script sends what a person asked for, and takes a new body (`{ body }`). `nonce`: random, for the page's own style and script. */
export function documentOf(title: string, body: OrgPageBody, nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>${body}</main>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>`;
}

function facts({ details, kind, hasActiveSession }: OrgPageView): [string, string][] {
  const { contact } = details;
  return [
    ['Organization ID', details.id], ['Alias', details.alias ?? '—'], ['Kind', kind], ['Instance', details.instance],
    ['Contact', [contact.name, contact.email, contact.phone].filter(Boolean).join(' · ') || '—'],
    ['Debugging', details.notDebuggable ?? (hasActiveSession ? 'A session is active' : 'Available')],
  ];
}

function access({ details, loggedInAs, now }: OrgPageView): string {
  const rows = details.access.map(({ user, expiresAt, logins }) => {
    const last = logins[0];
    const isCurrent = user.userName === loggedInAs;
    return [
      text(user.name), text(user.userName), text(user.profile), text(`${describeRemaining(expiresAt - now)} left`),
      text(last ? `${last.developer}, ${new Date(last.at).toLocaleString()}${last.caseNumber ? `, case ${last.caseNumber}` : ''}` : 'never'),
      isCurrent ? button('Return', { action: 'return' }, `Return from ${user.name} to the overview`) : button('Log In', { action: 'login', user: user.userName }, `Log in as ${user.name}`),
    ];
  });
  return table(['User', 'User name', 'Profile', 'Access', 'Last used', ''], rows, 'Nobody of this org grants access now.');
}

function licenses({ details }: OrgPageView): string {
  const rows = details.licenses.map((license, index) => {
    const form = `license${index}`;
    const label = (what: string): string => `${what} of ${license.packageName}`;
    return [
      text(license.packageName), text(license.version), text(license.namespace),
      `<select form="${form}" name="status" aria-label="${escapeHtml(label('Status'))}">${STATUSES.map(status => `<option${status === license.status ? ' selected' : ''}>${status}</option>`).join('')}</select>`,
      `${license.usedSeats} of <input form="${form}" name="seats" type="number" min="0" max="1000000" value="${license.seats ?? ''}" placeholder="site license" aria-label="${escapeHtml(label('Seats'))}">`,
      `<input form="${form}" name="expires" type="date" value="${license.expiresAt === null ? '' : new Date(license.expiresAt).toISOString().slice(0, 10)}" aria-label="${escapeHtml(label('Expiration'))}">`,
      `<form id="${form}" ${attributes({ action: 'license', namespace: license.namespace })}><button type="submit">Save</button></form>`,
    ];
  });
  return table(['Package', 'Version', 'Namespace', 'Status', 'Seats', 'Expires', ''], rows, 'None of your packages is installed.');
}

function features({ details }: OrgPageView): string {
  const rows = details.features.map((feature, index) => {
    const form = `feature${index}`;
    const isOurs = feature.direction === 'lmoToSubscriber';
    const label = `aria-label="${escapeHtml(`Value of ${feature.name}`)}"`;
    const input = feature.type === 'boolean'
      ? `<input form="${form}" name="value" type="checkbox" ${label}${feature.value === true ? ' checked' : ''}>`
      : `<input form="${form}" name="value" type="${feature.type === 'integer' ? 'number' : 'date'}" value="${escapeHtml(String(feature.value))}" ${label}>`;
    return [
      text(feature.name), text(feature.namespace), text(isOurs ? 'LMO to subscriber' : 'subscriber to LMO'),
      isOurs ? input : text(String(feature.value)),
      isOurs ? `<form id="${form}" ${attributes({ action: 'feature', namespace: feature.namespace, name: feature.name, type: feature.type })}><button type="submit">Save</button></form>` : '',
    ];
  });
  return table(['Parameter', 'Namespace', 'Direction', 'Value', ''], rows, 'Your packages have none.');
}

function limits(found: OrgDetails['limits']): string {
  if (found === null) return '<p>Not measured yet: the org has not been used since the sandbox started.</p>';
  const rows = found.map(({ name, used, maximum, percent }) => [
    text(LIMIT_NAMES[name]), `<meter min="0" max="100" high="80" value="${percent}" aria-label="${LIMIT_NAMES[name]}">${percent} %</meter>`, text(`${percent} %`), text(`${amount(name, used)} of ${amount(name, maximum)}`),
  ]);
  return table(['Limit', '', 'Used', ''], rows, '');
}

/** Spaces are bytes, requests a number. */
function amount(name: LimitUse['name'], value: number): string {
  if (name === 'apiRequests') return value.toLocaleString('en');
  const power = Math.min(3, value < 1 ? 0 : Math.floor(Math.log2(value) / 10));
  return `${(value / 1024 ** power).toLocaleString('en', { maximumFractionDigits: 1 })} ${['B', 'KB', 'MB', 'GB'][power] ?? ''}`;
}

/** Cells are HTML. */
function table(headings: readonly string[], rows: readonly (readonly string[])[], empty: string): string {
  if (rows.length === 0) return `<p>${escapeHtml(empty)}</p>`;
  const head = headings.map(heading => (heading === '' ? '<td></td>' : `<th scope="col">${escapeHtml(heading)}</th>`)).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.map(row => `<tr>${row.map(cell => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table>`;
}

function button(title: string, data: Readonly<Record<string, string>>, label: string): string {
  return `<button ${attributes(data)} aria-label="${escapeHtml(label)}">${escapeHtml(title)}</button>`;
}

function attributes(data: Readonly<Record<string, string>>): string {
  return Object.entries(data).map(([name, value]) => `data-${name}="${escapeHtml(value)}"`).join(' ');
}

const text = escapeHtml;

/** Names come from a customer's org. */
export function escapeHtml(value: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return value.replace(/[&<>"']/g, character => entities[character] ?? character);
}

const STYLE = `
body.vscode-dark, body.vscode-high-contrast { color-scheme: dark; }
body.vscode-light, body.vscode-high-contrast-light { color-scheme: light; }
main { max-width: 64rem; padding: 0 1.5rem 2rem; }
h1 { font-weight: 400; }
h2 { font-size: 1.1em; margin-top: 2rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 0.6rem 2rem; margin: 0; }
dt { color: var(--vscode-descriptionForeground); font-size: 0.9em; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--vscode-panel-border); }
th { font-weight: 600; }
td:first-child { white-space: nowrap; }
form { margin: 0; }
button { color: var(--vscode-button-foreground); background: var(--vscode-button-background); border: 1px solid var(--vscode-button-border, transparent); padding: 0.2rem 0.8rem; border-radius: 2px; cursor: pointer; }
button:hover { background: var(--vscode-button-hoverBackground); }
button:focus-visible, input:focus-visible, select:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
input, select { color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, var(--vscode-panel-border)); padding: 0.15rem 0.3rem; }
input[type=number] { width: 7rem; }
`;

const SCRIPT = `
const vscode = acquireVsCodeApi();
document.addEventListener('click', event => {
  const pressed = event.target.closest('button[data-action]');
  if (pressed) vscode.postMessage({ ...pressed.dataset });
});
document.addEventListener('submit', event => {
  event.preventDefault();
  const values = {};
  for (const field of event.target.elements) if (field.name) values[field.name] = field.type === 'checkbox' ? field.checked : field.value;
  vscode.postMessage({ ...event.target.dataset, ...values });
});
// A new body keeps the place of the keyboard, and what was typed but not saved yet.
const keyOf = element => element.getAttribute('aria-label') ?? element.getAttribute('form') ?? element.closest('form')?.id;
const controls = () => [...document.querySelectorAll('main :is(button, input, select)')];
const isChanged = field => field.matches('select') ? !field.selectedOptions[0]?.defaultSelected : field.matches('input') && (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
window.addEventListener('message', ({ data }) => {
  if (typeof data?.body !== 'string') return;
  const focused = controls().findIndex(each => each === document.activeElement);
  const key = focused < 0 ? null : keyOf(controls()[focused]);
  const typed = controls().filter(isChanged).map(each => [keyOf(each), each.value, each.checked]);
  document.querySelector('main').innerHTML = data.body;
  for (const [name, value, checked] of typed) {
    const field = controls().find(each => keyOf(each) === name);
    if (field) [field.value, field.checked] = [value, checked];
  }
  // Log In becomes Return: the button in the same place.
  if (focused >= 0) (controls().find(each => keyOf(each) === key) ?? controls()[focused])?.focus();
});
`;
