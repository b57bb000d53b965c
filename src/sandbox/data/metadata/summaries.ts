/** Roll-up summary fields are of the type of what they sum up. */
import type { FieldSchema, ObjectSchema } from '../schema.ts';

/** Gives sums, minima and maxima the type and the digits of the summarized field, which may be a summary too. */
export function withSummaryTypes(objects: readonly ObjectSchema[], standard: (name: string) => ObjectSchema | undefined): ObjectSchema[] {
  const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  const sourceOf = (field: FieldSchema, seen: ReadonlySet<FieldSchema>): FieldSchema | null => {
    if (field.summary === null || seen.has(field)) return field;
    const { childObject, field: summarized, operation } = field.summary;
    if (operation === 'count' || summarized === null) return null;
    const child = byName.get(childObject.toLowerCase()) ?? standard(childObject);
    const source = child?.fields.get(summarized.toLowerCase());
    return source === undefined ? null : sourceOf(source, new Set([...seen, field]));
  };
  return objects.map((object) => {
    const summaries = [...object.fields].filter(([, field]) => field.summary !== null);
    if (summaries.length === 0) return object;
    const fields = new Map(object.fields);
    for (const [key, field] of summaries) {
      const source = sourceOf(field, new Set());
      if (source !== null && source !== field) fields.set(key, { ...field, type: source.type, precision: source.precision === 0 ? 0 : 18, scale: source.scale });
    }
    return { ...object, fields };
  });
}
