import type { MeasureActions } from '../panels/sections/measureSection';
import type { HostChannel } from './fileSession';

/** Asks the host of an editor to run operations on its file. */
export function measureActions(host: () => Pick<HostChannel, 'request'>): MeasureActions {
  return {
    start: (operation, role) => host().request('measureStart', { operation, role }),
    choose: (operation, input) => host().request('measureChoose', { operation, input }),
    run: (operation, files, options, controls) => host().request('measure', { operation, files, options }, controls),
  };
}
