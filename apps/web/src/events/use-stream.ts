import { useQueryClient } from '@tanstack/react-query';
import type { StreamedEvent } from '@joulefleet/contracts';
import { useEffect, useState } from 'react';
import { ApiFailure } from '../api/api-failure';
import { callRoute } from '../api/call-route';
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
  trial: ['showProgress', 'showGrid', 'showTopology', 'showTrial', 'showSearch'],
  trials: ['showProgress', 'showGrid'],
  device: ['listDevices', 'listGroups', 'showDevice', 'showProgress', 'showLanes', 'listDeviceEvents'],
};

/**
 * The one stream of this tab: of a campaign with its devices, or of the fleet (null, and where the campaign is not the user's to see). Reads again what its events affect.
 * Returns whether it is connected; null at first.
 */
export function useStream(campaignId: string | null): boolean | null {
  const queries = useQueryClient();
  const user = useSession().view?.name;
  const [connected, setConnected] = useState<boolean | null>(null);
  const [unseen, setUnseen] = useState<string | null>(null);
  const followed = campaignId === unseen ? null : campaignId;
  useEffect(() => {
    if (user === undefined) return;
    let isOver = false;
    const stale = new Set<string>();
    const timer = setInterval(() => {
      for (const id of stale) void queries.invalidateQueries({ queryKey: [id] });
      stale.clear();
    }, REFRESH_INTERVAL_MS);
    let wasCut = false;
    const end = followStream(streamPath(followed), {
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
      onRefused: () => {
        if (followed === null) return;
        void maySee(followed).then((may) => {
          if (!may && !isOver) setUnseen(followed);
        });
      },
    });
    return () => {
      isOver = true;
      clearInterval(timer);
      end();
    };
  }, [followed, user, queries]);
  return connected;
}

/** Whether a campaign is there, and the user's to see, as far as the controller says. */
async function maySee(id: string): Promise<boolean> {
  try {
    await callRoute('showCampaign', { params: { id } });
    return true;
  } catch (error) {
    return !(error instanceof ApiFailure) || ![400, 403, 404].includes(error.problem.status);
  }
}

function streamPath(campaignId: string | null): string {
  return campaignId === null
    ? pathOf('streamFleetEvents', {})
    : pathOf('streamCampaignEvents', { params: { id: campaignId } });
}
