import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { emptyState } from '../forms.ts';
import { page } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { Objects } from './objects.ts';
import type { ObjectSummary } from './objects.ts';

/** What most orgs work with; the others are found by their name. */
const USUAL = ['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Campaign', 'Product2', 'Pricebook2', 'Order', 'Contract', 'Asset', 'Quote', 'Task', 'Event', 'User', 'Group'];

/** `/records`: the objects with records to look at. */
export async function showObjects(request: UserRequest): Promise<PageAnswer> {
  const wanted = (request.query.get('q') ?? '').trim();
  const all = (await new Objects(request).all()).filter(each => each.queryable && (each.layoutable || each.customSetting || each.name.endsWith('__mdt')));
  return page('Records', html`<form method="get" action="/records" role="search" class="search">
    <label for="q">Find an object</label><input id="q" name="q" type="search" value="${wanted}" maxlength="80"><button type="submit">Find</button>${wanted !== '' && html` <a href="/records">All objects</a>`}
  </form>${wanted === '' ? usual(all) : found(all, wanted)}`);
}

function usual(all: readonly ObjectSummary[]): Html {
  const others = all.filter(each => each.customSetting || each.name.endsWith('__mdt'));
  return html`${section('Custom objects', all.filter(each => each.custom && !others.includes(each)))}
  ${section('Standard objects', USUAL.flatMap(name => all.find(each => each.name === name) ?? []))}
  ${others.length > 0 && section('Settings and metadata', others)}`;
}

function found(all: readonly ObjectSummary[], wanted: string): Html {
  const text = wanted.toLowerCase();
  const matching = all.filter(each => [each.name, each.label, each.labelPlural].some(name => name.toLowerCase().includes(text)));
  return matching.length === 0 ? emptyState(`No object is called “${wanted}”.`) : section('Objects found', matching.slice(0, 100));
}

function section(title: string, objects: readonly ObjectSummary[]): Html {
  return html`<section><h2>${title}</h2>${objects.length === 0 ? emptyState('None.') : html`<ul class="objects">${objects.map(each => html`<li><a href="/records/${each.name}">${each.labelPlural}</a> <span class="hint">${each.name}</span></li>`)}</ul>`}</section>`;
}
