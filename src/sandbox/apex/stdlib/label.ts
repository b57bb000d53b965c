import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { current } from '../runtime/transaction.ts';

/** A label's text; `c` and an empty namespace are the org's own. */
function textOf(namespace: string | null, label: string | null): string | undefined {
  const name = label ?? failNull('Argument cannot be null.');
  const { schema, org } = current();
  const space = !namespace || namespace.toLowerCase() === 'c' ? org.namespace : namespace;
  return schema.labels.get((space ? `${space}.${name}` : name).toLowerCase()) ?? (space === org.namespace ? schema.labels.get(name.toLowerCase()) : undefined);
}

const get = (namespace: string | null, label: string | null): string =>
  textOf(namespace, label) ?? fail('System.IllegalArgumentException', `Custom Label ${namespace ? `${namespace}.` : ''}${label!} does not exist.`);

/** Source: Apex Reference, Label Class. Translations aren't here: a label has the text it was written in. */
defineLibraryClass({
  name: 'System.Label',
  members: {
    'static String get(String namespace, String label)': get,
    'static String get(String namespace, String label, String language)': get,
    'static Boolean translationExists(string namespace, string label, string language)': (namespace: string | null, label: string | null, language: string | null) => {
      if (textOf(namespace, label) === undefined) get(namespace, label);
      return (language ?? failNull('Argument cannot be null.')).toLowerCase().startsWith('en');
    },
  },
});
