import { WireError } from '../../../protocol/errors.ts';
import type { MaintenanceInfo } from '../../../protocol/partner.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { Caller, HubContext } from '../context.ts';

export function startMaintenance(hub: HubContext, caller: Caller, { message, inMinutes = 0 }: ParamsOf<'maintenance/start'>): MaintenanceInfo {
  checkOperator(caller);
  return hub.maintenance.start(message ?? 'It is over soon.', inMinutes * 60_000);
}

export function endMaintenance(hub: HubContext, caller: Caller): Record<string, never> {
  checkOperator(caller);
  hub.maintenance.end();
  return {};
}

export function getMaintenance(hub: HubContext): ResultOf<'maintenance/get'> {
  return { maintenance: hub.maintenance.current() };
}

function checkOperator(caller: Caller): void {
  if (!caller.connection.isOperator) throw new WireError('customerOnly', 'Maintenance is for who runs this server.', { rule: 'D10' });
}
