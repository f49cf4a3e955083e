import type { IdentityView } from '@joulefleet/contracts';
import type { Screen } from '../../terminal/screen';
import { formatMoment } from '../format/format-moment';
import { renderWrappedTable } from '../table/render-wrapped-table';

/** One row per key that the controller keeps. */
export function renderIdentities(identities: readonly IdentityView[], screen: Screen): string {
  const rows = identities.map(({ name, keyType, generated, devices, createdAt, fingerprint }) => {
    const origin = generated ? 'made here' : 'imported';
    return {
      cells: [name, keyType, origin, String(devices), formatMoment(createdAt)],
      parts: [screen.colors.bold(name), keyType, origin, `devices: ${devices}`, formatMoment(createdAt)],
      lines: () => [fingerprint],
    };
  });
  return renderWrappedTable(['identity', 'type', 'origin', 'devices', 'since', 'fingerprint'], rows, screen);
}
