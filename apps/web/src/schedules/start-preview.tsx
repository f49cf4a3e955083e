import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SchedulePreview } from '@joulefleet/contracts';
import type { ApiFailure } from '../api/api-failure';
import { callRoute } from '../api/call-route';
import { useSettled } from '../new-campaign/use-dry-run';
import { Failure, Loading } from '../parts/states';
import { NextStarts } from './next-starts';
import type { ScheduleForm } from './schedule-form';

const KEPT_MS = 30_000;

/** When it would start, asked of the controller whenever typing pauses. */
export function StartPreview({ form: { cron, zone, window } }: { form: ScheduleForm }) {
  const rule = useSettled(JSON.stringify({ cron: cron.trim(), zone: zone.trim(), window: window.trim() || null }));
  const { data, error } = useQuery<SchedulePreview, ApiFailure>({
    queryKey: ['previewSchedule', rule],
    gcTime: KEPT_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      callRoute('previewSchedule', {
        body: JSON.parse(rule) as Pick<ScheduleForm, 'cron' | 'zone'> & { window: string | null },
        signal,
      }),
  });
  if (error) return <Failure failure={error} />;
  return data ? <NextStarts starts={data.next} zone={zone.trim()} /> : <Loading />;
}
