import type { LanesView } from '@joulefleet/contracts';
import { useEffect, useId, useMemo, useRef } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../format/format';
import { AxisButtons, axisKeys, type AxisMoves } from '../parts/axis-moves';
import { LongTable } from '../parts/long-table';
import { Unfolded } from '../parts/unfolded';
import { listenToGestures } from '../trace/gestures';
import legend from './legend.module.css';
import { laneRows, type LaneRow } from './lane-rows';
import { panSpan, shareOf, ticksOf, zoomSpan, type TimeSpan } from './lane-scale';
import { LaneDrawing } from './lane-drawing';
import styles from './lanes.module.css';
import { formatInstant, formatTick } from './format-instant';

const STEP = 0.2;
const FACTOR = 0.5;
const TICKS = 6;
/** From these shares of the axis on a label has no room behind its tick: on a narrow screen, on a wide one. */
const LATE = 0.7;
const LAST = 0.88;
const COLUMNS = ['Device', 'From', 'To', 'What'];
const LEGEND = ['accepted', 'rejected', 'failed', 'other', 'shards', 'away', 'paused'] as const;
const TITLES: Readonly<Record<(typeof LEGEND)[number], string>> = {
  accepted: 'accepted',
  rejected: 'rejected (on top)',
  failed: 'failed (through both)',
  other: 'without a verdict',
  shards: 'has a shard',
  away: 'away or out of use',
  paused: 'campaign paused',
};

interface LanesProps {
  campaignId: string;
  answer: LanesView;
  /** Null: all of it. */
  view: TimeSpan | null;
  /** The answer is of another time. */
  isOld: boolean;
  onView: (view: TimeSpan | null) => void;
}

type Move = (view: TimeSpan, whole: TimeSpan) => TimeSpan | null;
const MOVES: AxisMoves<Move> = {
  zoomIn: (view, whole) => zoomSpan(view, FACTOR, 0.5, whole),
  zoomOut: (view, whole) => zoomSpan(view, 1 / FACTOR, 0.5, whole),
  earlier: (view, whole) => panSpan(view, -STEP, whole),
  later: (view, whole) => panSpan(view, STEP, whole),
  pageEarlier: (view, whole) => panSpan(view, -1, whole),
  pageLater: (view, whole) => panSpan(view, 1, whole),
  whole: () => null,
};

/** A lane for each device over one axis of time, to zoom and move. */
export function Lanes({ campaignId, answer, view, isOld, onView }: LanesProps) {
  const help = useId();
  const whole = spanOf(answer.whole);
  const shown = view ?? whole;
  const move = (how: Move): void => onView(how(shown, whole));
  const area = useGestures(shown, whole, onView);
  return (
    <>
      <AxisButtons moves={MOVES} wholeTitle="Whole time" onMove={move} />
      <Legend />
      <div
        className={`${styles.lanes} ${isOld ? styles.old : ''}`}
        ref={area}
        tabIndex={0}
        role="group"
        aria-label="Lanes of the devices over time"
        aria-describedby={help}
        aria-busy={isOld}
        onKeyDown={axisKeys(MOVES, move)}
      >
        {answer.lanes.map((lane) => (
          <LaneDrawing key={lane.device} lane={lane} answer={answer} span={shown} />
        ))}
        <Axis span={shown} />
      </div>
      <p className={styles.note} role="status">
        {formatInstant(shown.fromMs)} to {formatInstant(shown.toMs)}.{' '}
        {answer.attempts === 'others' && 'The range is long: accepted trials show when you zoom in. '}
        {answer.leftOut > 0 && `${formatCount(answer.leftOut, 'more device')} not shown. `}
      </p>
      <p className={styles.note} id={help}>
        Ctrl and wheel or pinch zooms, dragging moves. Keys: + and − zoom, arrows and Page Up and Down move, Home shows
        the whole.
      </p>
      <Rows campaignId={campaignId} answer={answer} />
    </>
  );
}

function spanOf({ from, to }: { from: string; to: string }): TimeSpan {
  return { fromMs: Date.parse(from), toMs: Date.parse(to) };
}

function useGestures(shown: TimeSpan, whole: TimeSpan, onView: LanesProps['onView']) {
  const area = useRef<HTMLDivElement>(null);
  const latest = useRef({ shown, whole, onView });
  useEffect(() => {
    latest.current = { shown, whole, onView };
  });
  useEffect(() => {
    const change = (how: Move): void => {
      const now = latest.current;
      const next = how(now.shown, now.whole);
      // More than one may come before the next drawing.
      if (next) now.shown = next;
      now.onView(next);
    };
    return listenToGestures(area.current!, {
      panBy: (share) => change((span, all) => panSpan(span, share, all)),
      zoomBy: (factor, anchor) => change((span, all) => zoomSpan(span, factor, anchor, all)),
      selectBetween: () => undefined,
      dragging: () => 'moves',
      takesWheel: ({ ctrlKey, shiftKey, deltaX, deltaY }) => ctrlKey || shiftKey || Math.abs(deltaX) > Math.abs(deltaY),
    });
  }, []);
  return area;
}

function Legend() {
  return (
    <ul className={legend.legend} aria-label="What lanes show">
      {LEGEND.map((mark) => (
        <li key={mark}>
          <span className={`${styles.swatch} ${styles[mark]}`} /> {TITLES[mark]}
        </li>
      ))}
    </ul>
  );
}

function Axis({ span }: { span: TimeSpan }) {
  const zoneOffsetMs = -60_000 * new Date(span.fromMs).getTimezoneOffset();
  return (
    <div className={styles.axis} aria-hidden="true">
      {ticksOf(span, TICKS, zoneOffsetMs).map((atMs) => {
        const share = shareOf(atMs, span);
        return (
          <span
            key={atMs}
            className={[share > LATE && styles.late, share > LAST && styles.last].filter(Boolean).join(' ')}
            style={{ left: `${100 * share}%` }}
          >
            {formatTick(atMs, span)}
          </span>
        );
      })}
    </div>
  );
}

/** The same in words. */
function Rows({ campaignId, answer }: Pick<LanesProps, 'campaignId' | 'answer'>) {
  const rows = useMemo(() => laneRows(answer), [answer]);
  return (
    <Unfolded summary={`${formatCount(rows.length, 'row')} as a table`}>
      {() => (
        <LongTable label="What each device did" columns={COLUMNS} rows={rows} keyOf={({ key }) => key}>
          {(row) => <Row campaignId={campaignId} row={row} />}
        </LongTable>
      )}
    </Unfolded>
  );
}

function Row({ campaignId, row: { device, fromMs, toMs, what, trialId } }: { campaignId: string; row: LaneRow }) {
  return (
    <>
      <th scope="row">{device}</th>
      <td>{formatInstant(fromMs)}</td>
      <td>{toMs === null ? 'still' : formatInstant(toMs)}</td>
      <td>{trialId === null ? what : <Link to={`/campaigns/${campaignId}/trials/${trialId}`}>{what}</Link>}</td>
    </>
  );
}
