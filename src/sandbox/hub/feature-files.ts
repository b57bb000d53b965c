import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FeatureParameterInfo } from '../../protocol/partner.ts';

const FILE = /^(.+)\.featureParameter(Boolean|Integer|Date)(-meta\.xml)?$/;
const element = (xml: string, name: string): string | null => new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1] ?? null;

/** The feature parameters that a package's folders define (Metadata API: FeatureParameterBoolean, -Date, -Integer), with their default values. */
export function readFeatureParameters(directories: readonly string[], namespace: string): FeatureParameterInfo[] {
  return directories.flatMap(directory => readdirSync(directory, { withFileTypes: true, recursive: true }).filter(entry => entry.isFile() && FILE.test(entry.name)).map(entry => {
    const [, name = '', kind] = FILE.exec(basename(entry.name)) ?? [];
    const xml = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    const type = kind === 'Boolean' ? 'boolean' : kind === 'Integer' ? 'integer' : 'date';
    return { namespace, name, type, direction: element(xml, 'dataflowDirection') === 'SubscriberToLmo' ? 'subscriberToLmo' : 'lmoToSubscriber', value: valueOf(type, element(xml, 'value')) } satisfies FeatureParameterInfo;
  })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function valueOf(type: FeatureParameterInfo['type'], text: string | null): FeatureParameterInfo['value'] {
  if (type === 'boolean') return text === 'true';
  return type === 'integer' ? Number(text ?? 0) : text ?? '1970-01-01';
}
