import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { LaunchResult } from '@joulefleet/contracts';
import { useEffect, useState } from 'react';
import type { ApiFailure } from '../api/api-failure';
import { callRoute } from '../api/call-route';

const PAUSE_MS = 400;
const KEPT_MS = 30_000;

/** Named in the places of findings: `campaign.yaml:2:13`. */
export const SOURCE_NAME = 'campaign.yaml';
/** As the controller has it (libs/contracts/src/campaign/parse-campaign-file.ts). */
export const MAX_FILE_CHARACTERS = 64 * 1024;

export interface DryRun {
  query: UseQueryResult<LaunchResult, ApiFailure>;
  /** Whether the answer is about the text as it is now. */
  upToDate: boolean;
}

/** What the controller makes of a campaign file, asked whenever typing pauses; nothing is stored there. */
export function useDryRun(source: string): DryRun {
  const settled = useSettled(source);
  const enabled = settled.trim() !== '' && settled.length <= MAX_FILE_CHARACTERS;
  const query = useQuery<LaunchResult, ApiFailure>({
    queryKey: ['dryRun', settled],
    enabled,
    staleTime: Infinity,
    gcTime: KEPT_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      callRoute('launchCampaign', { body: { source: settled, sourceName: SOURCE_NAME, dryRun: true }, signal }),
  });
  return { query, upToDate: enabled && settled === source && !query.isFetching };
}

/** A text once it has not changed for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
