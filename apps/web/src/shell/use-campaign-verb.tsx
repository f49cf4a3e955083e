import { useParams } from 'react-router';
import { useRoute } from '../api/use-route';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { useMay } from '../session/session';
import type { Entry } from './palette-entry';

/** Pause or resume of the campaign that is open: an entry of the palette, and the dialog that it opens. */
export function useCampaignVerb(): { entries: readonly Entry[]; dialog: React.ReactNode } {
  const { campaignId = '' } = useParams();
  const may = useMay('campaigns:write');
  const { data } = useRoute('showCampaign', { params: { id: campaignId } }, { enabled: may && campaignId !== '' });
  const pause = useConfirmedChange('pauseCampaign');
  const resume = useConfirmedChange('resumeCampaign');
  const verb = data?.state === 'running' ? 'Pause' : data?.state === 'paused' ? 'Resume' : null;
  if (campaignId === '' || !data || data.id !== campaignId) return { entries: [], dialog: null };
  const { ask, dialogFor } = verb === 'Resume' ? resume : pause;
  return {
    entries:
      verb === null ? [] : [{ id: 'campaign-verb', text: `${verb} ${data.name}`, kind: 'this campaign', run: ask }],
    dialog: (
      <ConfirmDialog
        title={`${verb ?? 'Pause'} ${data.name}?`}
        explanation={
          verb === 'Resume'
            ? 'It goes on where it was.'
            : 'Running trials finish, and no more start until it is resumed.'
        }
        verb={`${verb ?? 'Pause'} campaign`}
        {...dialogFor({ params: { id: campaignId } })}
      />
    ),
  };
}
