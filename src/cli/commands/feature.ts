import type { FeatureParameterInfo } from '../../protocol/partner.ts';
import type { Command } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import { table } from '../table.ts';

export const featureCommand: Command = {
  name: 'feature',
  summary: "List a subscriber's feature parameters, or set one.",
  parameters: 'ORG [NAMESPACE.NAME VALUE]',
  options: worldOptions,
  async run(context) {
    const [org, name, text, ...more] = context.positionals;
    if (org === undefined || more.length > 0 || (name === undefined) !== (text === undefined)) throw new CannotRun('Use "isv-debugger feature ORG" or "isv-debugger feature ORG NAMESPACE.NAME VALUE".');
    const { client } = await context.hub();
    const { features } = await client.request('org/details', { org });
    if (name === undefined || text === undefined) {
      context.json({ features });
      if (features.length === 0) context.print('The packages of yours that it has define none.');
      else for (const line of table([['NAME', 'TYPE', 'DIRECTION', 'VALUE'], ...features.map(each => [`${each.namespace}.${each.name}`, each.type, each.direction, String(each.value)])])) context.print(line);
      return DONE;
    }
    const parameter = features.find(each => `${each.namespace}.${each.name}`.toLowerCase() === name.toLowerCase());
    if (!parameter) throw new CannotRun(`There is no feature parameter ${name}. There are ${features.map(each => `${each.namespace}.${each.name}`).join(', ') || 'none'}.`);
    const set = await client.request('feature/set', { org, namespace: parameter.namespace, name: parameter.name, value: valueOf(parameter.type, text) });
    context.json(set);
    context.print(`${set.namespace}.${set.name} = ${String(set.value)}`);
    return DONE;
  },
};

function valueOf(type: FeatureParameterInfo['type'], text: string): boolean | number | string {
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}
