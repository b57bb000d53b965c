import type { OrgCompiler } from '../compiler.ts';
import type { RestCall } from '../worker/messages.ts';
import { typeKey } from '../../apex/semantics/types.ts';

const PREFIX = '/services/apexrest';

/**
 * Finds the @RestResource method for a request. A packaged class answers below its namespace. Source: Apex Developer Guide,
 * RestResource Annotation: the longest mapping that fits wins.
 */
export function routeRest(compiler: OrgCompiler, method: string, url: string): Omit<RestCall, 'headers' | 'body'> | null {
  const [rawPath, search = ''] = url.split('?') as [string, string?];
  if (!rawPath.toLowerCase().startsWith(PREFIX)) return null;
  const path = rawPath.slice(PREFIX.length);
  const query = Object.fromEntries(new URLSearchParams(search));
  let best: { call: Omit<RestCall, 'headers' | 'body'>; length: number } | null = null;
  for (const source of compiler.sources) {
    if (!/@\s*RestResource/i.test(source.text)) continue;
    const type = compiler.program.unit(source.path)?.type;
    const mapping = type?.annotations.find((annotation) => annotation.name === 'restresource')?.parameters.get('urlmapping');
    if (!type || typeof mapping !== 'string') continue;
    const relative = source.namespace ? (path.toLowerCase().startsWith(`/${source.namespace.toLowerCase()}/`) ? path.slice(source.namespace.length + 1) : null) : path;
    if (relative === null || !fits(mapping, relative)) continue;
    const symbol = [...type.methods.values()].flat().find((each) => each.annotations.some((annotation) => annotation.name === `http${method.toLowerCase()}`));
    if (!symbol || (best && best.length >= mapping.length)) continue;
    best = {
      length: mapping.length,
      call: {
        className: source.namespace ? `${source.namespace}.${type.name}` : type.name, slot: symbol.slot, parameters: symbol.parameters.map((parameter) => ({ name: parameter.name, type: typeKey(parameter.type) })),
        returnType: typeKey(symbol.returnType), method, path: relative, resourcePath: `${PREFIX}${mapping}`, query,
      },
    };
  }
  return best?.call ?? null;
}

function fits(mapping: string, path: string): boolean {
  const pattern = mapping.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  return new RegExp(`^${pattern}/?$`, 'i').test(path) || (mapping.endsWith('/*') && path.toLowerCase() === mapping.slice(0, -2).toLowerCase());
}
