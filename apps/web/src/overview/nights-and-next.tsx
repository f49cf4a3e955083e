import type { DeviceView, NightView, ScheduleView } from '@joulefleet/contracts';
import { describeNight } from '@joulefleet/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { formatMoment } from '../format/format';
import { VIEWER_ZONE } from '../format/zone';
import { NightCard } from '../schedules/night-card';
import { OutcomeBadge } from '../schedules/night-outcome';
import nightStyles from '../schedules/schedules.module.css';
import { tellStart } from '../schedules/tell-start';
import styles from '../pages/overview.module.css';
import { shortOfDisk, whatIsNext, type NextThing } from './what-is-next';

const MAX_NEXT = 8;
const MIB = 1024 ** 2;

/** The last night of each schedule: what it did and did not. */
export function LastNight({ nights }: { nights: readonly NightView[] }) {
  return (
    <section aria-labelledby="last-night">
      <h2 id="last-night">Last night</h2>
      {nights.length === 0 ? (
        <p>
          No schedule has started anything yet. <Link to="/schedules">Schedules</Link> launch a campaign file every
          night.
        </p>
      ) : (
        <ul className={styles.list}>
          {nights.map((night) => (
            <NightCard key={night.schedule} night={night} named />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What begins by itself, in the viewer's zone. */
export function Next({ schedules, devices }: { schedules: readonly ScheduleView[]; devices: readonly DeviceView[] }) {
  const [openedMs] = useState(() => Date.now());
  const things = whatIsNext(schedules, devices, openedMs);
  return (
    <section aria-labelledby="next">
      <h2 id="next">Next</h2>
      {things.length === 0 && <p>Nothing is planned: no schedule is active, and no maintenance is to come.</p>}
      <ol className={styles.plain}>
        {things.slice(0, MAX_NEXT).map((thing) => (
          <li key={`${thing.kind} ${thing.kind === 'night' ? thing.schedule : thing.device} ${thing.at}`}>
            <time dateTime={thing.at}>{tellStart(thing.at, VIEWER_ZONE)}</time> <Planned thing={thing} />
          </li>
        ))}
      </ol>
      {things.length > MAX_NEXT && <p className={styles.quiet}>and {things.length - MAX_NEXT} more</p>}
    </section>
  );
}

function Planned({ thing }: { thing: NextThing }) {
  if (thing.kind === 'night') {
    return (
      <>
        <Link to={`/schedules/${thing.schedule}`}>{thing.schedule}</Link> launches {thing.campaign}
      </>
    );
  }
  return (
    <>
      maintenance of <Link to={`/fleet/${thing.device}`}>{thing.device}</Link> until {formatMoment(thing.endsAt)}:{' '}
      {thing.reason}
    </>
  );
}

/** Cards of nights that failed, for what needs a person. */
export function FailedNight({ night }: { night: NightView }) {
  const { schedule, due, outcome, detail } = night;
  return (
    <li className={styles.card}>
      <div>
        <Link to={`/schedules/${schedule}`}>{schedule}</Link> <OutcomeBadge outcome={outcome} />
      </div>
      <div>
        The night of {tellStart(due.at, VIEWER_ZONE)}: {describeNight(night)}.
      </div>
      {detail !== null && <div className={nightStyles.quiet}>{detail.slice(0, 300)}</div>}
      <div>To do: look at what kept it, then run it again from the page of the schedule.</div>
    </li>
  );
}

/** Devices that are almost full, by their last probe. */
export function ShortOfDisk({ devices }: { devices: readonly DeviceView[] }) {
  return shortOfDisk(devices).map(({ name, freeBytes, readAt }) => (
    <li key={`disk ${name}`} className={styles.card}>
      <div>
        <Link to={`/fleet/${name}`}>{name}</Link> is short of disk
      </div>
      <div>
        {Math.round(freeBytes / MIB).toLocaleString()} MiB were free {formatMoment(readAt)}.
      </div>
      <div>To do: free space on the file system of ~/.joulefleet there, then check it.</div>
    </li>
  ));
}
