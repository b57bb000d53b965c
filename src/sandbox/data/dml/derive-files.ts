/**
 * Files: a new version brings its document and the links to who has it, a further version of a document takes the place of
 * the last one. Source: Object Reference, ContentVersion, ContentDocument and ContentDocumentLink.
 */
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { StoredValue, TableLayout } from '../layout.ts';
import type { DmlHost, Rows, Work } from './host.ts';
import { saveChunk, startRow } from './save.ts';
import type { SaveStep } from './save.ts';

/** Where the type isn't the extension in capitals. */
const FILE_TYPES: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  doc: 'WORD', docx: 'WORD_X', xls: 'EXCEL', xlsx: 'EXCEL_X', ppt: 'POWER_POINT', pptx: 'POWER_POINT_X', txt: 'TEXT', htm: 'HTML', tif: 'TIFF', '': 'UNKNOWN',
}));
const KNOWN = new Set('ai avi bmp c cpp css csv eps exe flv gif html java jpeg jpg js json m4a m4v mov mp3 mp4 mpeg pdf png psd rtf svg swf tiff wav wma wmv xml zip'.split(' '));

function fileType(extension: string): string {
  return FILE_TYPES.get(extension) ?? (KNOWN.has(extension) ? extension.toUpperCase() : 'UNKNOWN');
}

function getter(layout: TableLayout, row: readonly StoredValue[]): (field: string) => StoredValue {
  return (field) => row[layout.byField.get(field.toLowerCase())!.index] ?? null;
}

function setAll(layout: TableLayout, row: StoredValue[], values: Readonly<Record<string, StoredValue>>): void {
  for (const [name, value] of Object.entries(values)) row[layout.byField.get(name.toLowerCase())!.index] = value;
}

/** What a version says of its file; before the required fields are checked. */
export function deriveFile({ layout, row }: Work): void {
  const get = getter(layout, row);
  const path = (get('PathOnClient') as string | null) ?? '';
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const body = get('VersionData');
  setAll(layout, row, {
    Title: get('Title') ?? (path.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '') || null), FileExtension: extension === '' ? null : extension, FileType: fileType(extension),
    ContentSize: body instanceof Uint8Array ? body.length : 0, IsLatest: 1,
  });
}

/** Before the versions are stored: their ids are known. */
export function bringDocument(host: DmlHost, rows: Rows, work: Work): void {
  const { layout, row } = work;
  const get = getter(layout, row);
  const documents = rows.layout(host.store.schema.object('ContentDocument')!);
  const now = Math.floor(host.calendar().now / 1000) * 1000;
  const shown = { Title: get('Title'), FileType: get('FileType'), FileExtension: get('FileExtension'), ContentSize: get('ContentSize'), Description: get('Description'), LatestPublishedVersionId: work.id, LastModifiedDate: now, LastModifiedById: host.userId, SystemModstamp: now, ContentModifiedDate: now };
  const existing = get('ContentDocumentId');
  if (typeof existing === 'string') {
    const versions = rows.findIds(layout, 'ContentDocumentId', [existing]);
    for (const { id } of versions) {
      const older = rows.readOne(layout, id)!.slice();
      setAll(layout, older, { IsLatest: 0 });
      rows.put(layout, id, older);
    }
    setAll(layout, row, { VersionNumber: String(versions.length + 1) });
    const document = rows.readOne(documents, existing)?.slice();
    if (document === undefined) return;
    setAll(documents, document, shown);
    rows.put(documents, existing, document);
    return;
  }
  const id = host.newRecordId(documents.object.keyPrefix!);
  const document: StoredValue[] = documents.columns.map((column) => (column.storage === 'boolean' ? 0 : null));
  setAll(documents, document, { ...shown, Id: id, OwnerId: get('OwnerId'), PublishStatus: 'P', CreatedDate: now, CreatedById: host.userId });
  rows.insert(documents, id, document);
  setAll(layout, row, { ContentDocumentId: id, VersionNumber: '1' });
}

/** Links of new documents: to the owner, and to where the file was first published. */
export function linkDocuments(step: SaveStep, versions: readonly Work[]): void {
  const { host, rows } = step;
  const links = rows.layout(host.store.schema.object('ContentDocumentLink')!);
  const works: Work[] = [];
  for (const version of versions) {
    const get = getter(version.layout, version.row);
    if (get('VersionNumber') !== '1') continue;
    const [owner, place] = [get('OwnerId'), get('FirstPublishLocationId')];
    for (const [entity, shareType] of [[owner, 'I'], [place === owner ? null : place, 'V']] as const) {
      if (typeof entity !== 'string') continue;
      const record = new SObjectRecord('ContentDocumentLink');
      record.fields.set('ContentDocumentId', get('ContentDocumentId') as string).set('LinkedEntityId', entity).set('ShareType', shareType).set('Visibility', 'AllUsers');
      works.push({ index: works.length, record, layout: links, isNew: true, id: null, before: null, row: startRow(links.columns.length, null), errors: [] });
    }
  }
  for (let from = 0; from < works.length; from += 200) saveChunk(step, works.slice(from, from + 200));
}
