/** Searches whose text code makes. Source: Apex Reference, Search Class and Search Namespace. */
import { parseSearch, wantedWords } from '../../../data/sosl/terms.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { parsedSearch, runSearch } from '../../runtime/data-access.ts';
import { frameBinds } from '../../runtime/dynamic-binds.ts';
import { failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, listOf, typed } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { ApexObject } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import type { SoslQuery } from '../../syntax/ast.ts';
import { collectBinds } from '../../syntax/walk.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import { accessOf, pathOf } from './dynamic-query.ts';

interface Found { readonly query: SoslQuery; readonly lists: readonly (readonly SObjectRecord[])[]; readonly term: ApexValue }

function find(text: string | null, level: ApexValue): Found {
  if (text === null) failNull();
  const query = parsedSearch(text);
  const binds = collectBinds(query).map((bind) => frameBinds(pathOf(bind.expression)));
  const term = query.find.kind === 'SoqlString' ? query.find.value : binds[0]!;
  return { query, lists: runSearch(query, binds, accessOf(level), libraryCaller()), term };
}

const listsOf = (found: Found): ApexList => new ApexList(typeOf('List<List<SObject>>'), found.lists.map((records) => new ApexList(typeOf('List<SObject>'), [...records])));

class SearchResults extends ApexObject {
  readonly found: Found;
  constructor(found: Found) {
    super();
    this.found = found;
  }
}
class SearchResult extends ApexObject {
  readonly record: SObjectRecord;
  readonly found: Found;
  constructor(record: SObjectRecord, found: Found) {
    super();
    this.record = record;
    this.found = found;
  }
}
typed(SearchResults, 'Search.SearchResults');
typed(SearchResult, 'Search.SearchResult');

const DEFAULT_LENGTH = 300;

/** With `WITH SNIPPET`: the part of a field around the first match, matches marked; null without one. */
function snippet(self: SearchResult, name: string | null): string | null {
  const clause = self.found.query.with.find((one) => /^snippet\b/i.test(one));
  if (clause === undefined || typeof self.found.term !== 'string') return null;
  const length = Number(/target_length\s*=\s*(\d+)/i.exec(clause)?.[1] ?? DEFAULT_LENGTH);
  const words = wantedWords(parseSearch(self.found.term));
  for (const [field, value] of self.record.fields) {
    if (typeof value !== 'string' || (name !== null && field.toLowerCase() !== name.toLowerCase())) continue;
    const matches = [...value.matchAll(/[\p{L}\p{N}_]+/gu)].filter(([word]) => words.some((wanted) => wanted.test(word.toLowerCase())));
    if (matches.length === 0) continue;
    const from = Math.max(0, matches[0]!.index - Math.floor(length / 2));
    return value.slice(from, from + length).replaceAll(/[\p{L}\p{N}_]+/gu, (word) => (words.some((wanted) => wanted.test(word.toLowerCase())) ? `<mark>${word}</mark>` : word));
  }
  return null;
}

defineLibraryClass({
  name: 'System.Search',
  members: {
    'static List<List<SObject>> query(String query)': (text: string | null) => listsOf(find(text, null)),
    'static List<List<SObject>> query(String query, System.AccessLevel accessLevel)': (text: string | null, level: ApexValue) => listsOf(find(text, level)),
    'static Search.SearchResults find(String searchQuery)': (text: string | null) => new SearchResults(find(text, null)),
    'static Search.SearchResults find(String searchQuery, System.AccessLevel accessLevel)': (text: string | null, level: ApexValue) => new SearchResults(find(text, level)),
  },
});
defineLibraryClass({
  name: 'Search.SearchResults',
  members: {
    'List<Search.SearchResult> get(String sObjectType)': (self: SearchResults, objectName: string | null) => {
      if (objectName === null) failNull();
      const index = self.found.query.returning.findIndex((one) => one.object.name.toLowerCase() === objectName.toLowerCase());
      return listOf('Search.SearchResult', (self.found.lists[index] ?? []).map((record) => new SearchResult(record, self.found)));
    },
  },
});
defineLibraryClass({
  name: 'Search.SearchResult',
  members: {
    'SObject getSObject()': (self: SearchResult) => self.record,
    'String getSnippet()': (self: SearchResult) => snippet(self, null),
    'String getSnippet(String fieldName)': (self: SearchResult, name: string | null) => snippet(self, name),
  },
});
