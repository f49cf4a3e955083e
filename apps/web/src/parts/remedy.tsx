import { Link, useParams } from 'react-router';
import type { ApiFailure } from '../api/api-failure';
import { Words } from './words';

/** Where those are listed that the address may name. */
const LISTS: Readonly<Record<string, readonly [path: string, title: string]>> = {
  campaign_unknown: ['/campaigns', 'Go to the campaigns'],
  device_unknown: ['/fleet', 'Go to the fleet'],
  schedule_unknown: ['/schedules', 'Go to the schedules'],
  user_unknown: ['/admin/users', 'Go to the users'],
};
const COMMAND = 'joulefleet ';

/** What to do about a failure; where something is unknown, a link to what there is in place of the command that lists it. */
export function Remedy({ problem: { code, remedy } }: Pick<ApiFailure, 'problem'>) {
  const { campaignId, name } = useParams();
  const within: typeof LISTS = {
    trial_unknown: [`/campaigns/${campaignId}/trials`, 'Go to the trials'],
    series_unknown: [`/schedules/${name}/changes`, 'Go to what is judged'],
  };
  const list = within[code] ?? LISTS[code];
  const inWords = list && remedy?.includes(COMMAND) ? undefined : remedy;
  return (
    <>
      {inWords !== undefined && (
        <p>
          <Words text={inWords} />
        </p>
      )}
      {list && (
        <p>
          <Link to={list[0]}>{list[1]}</Link>
        </p>
      )}
    </>
  );
}
