import { useQueryClient } from '@tanstack/react-query';
import type { StreamedEvent } from '@joulefleet/contracts';
import { useEffect, useState } from 'react';
import { pathOf } from '../api/send-request';
import { useSession } from '../session/session';
import { followStream } from './event-stream';
import { keepEvent } from './recent-events';
import { liveReadings } from './live-readings';

/** However many events come, what is shown is read again at most this often. */
const REFRESH_INTERVAL_MS = 1_000;

const AFFECTED: Readonly<Record<StreamedEvent['kind'], readonly string[]>> = {
  campaign: ['showProgress', 'showLanes', 'showCampaign', 'listCampaigns'],
  shard: ['showProgress', 'showGrid', 'listDevices', 'showDevice', 'listGroups'],
  trial: ['showProgress', 'showGrid', 'showTopology', 'showTrial'],
  trials: ['showProgress', 'showGrid'],
  device: ['listDevices', 'listGroups', 'showDevice', 'showProgress', 'showLanes', 'listDeviceEvents'],
};

/**
 * The one stream of this tab: of a campaign with its devices, or of the fleet (null). Reads again what its events affect.
 * Returns whether it is connected; null at first.
 */
export function useStream(campaignId: string | null): boolean | null {
  const queries = useQueryClient();
  const user = useSession().view?.name;
  const [connected, setConnected] = useState<boolean | null>(null);
  useEffect(() => {
    if (user === undefined) return;
    const stale = new Set<string>();
    const timer = setInterval(() => {
      for (const id of stale) void queries.invalidateQueries({ queryKey: [id] });
      stale.clear();
    }, REFRESH_INTERVAL_MS);
    let wasCut = false;
    const end = followStream(streamPath(campaignId), {
      onEvent: (event) => {
        keepEvent(event);
        AFFECTED[event.kind].forEach((id) => stale.add(id));
      },
      onLive: (event) => liveReadings.add(event),
      onReset: () => void queries.invalidateQueries(),
      onState: (isOpen) => {
        setConnected(isOpen);
        if (isOpen && wasCut) void queries.invalidateQueries();
        wasCut = !isOpen;
      },
    });
    return () => {
      clearInterval(timer);
      end();
    };
  }, [campaignId, user, queries]);
  return connected;
}

function streamPath(campaignId: string | null): string {
  return campaignId === null
    ? pathOf('streamFleetEvents', {})
    : pathOf('streamCampaignEvents', { params: { id: campaignId } });
}
