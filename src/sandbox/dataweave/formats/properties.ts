/** What a reader or a writer is told beside the format's name. */
export type Properties = ReadonlyMap<string, string | number | boolean>;

export const stringOf = (properties: Properties, name: string, otherwise: string): string => {
  const value = properties.get(name);
  return value === undefined ? otherwise : String(value);
};
export const numberOf = (properties: Properties, name: string, otherwise: number): number => {
  const value = properties.get(name);
  return typeof value === 'number' ? value : value === undefined ? otherwise : Number(value);
};
export const flagOf = (properties: Properties, name: string, otherwise: boolean): boolean => {
  const value = properties.get(name);
  return value === undefined ? otherwise : value === true || value === 'true';
};
