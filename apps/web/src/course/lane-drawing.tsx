import type { Lane, LanesView } from '@joulefleet/contracts';
import { memo, useMemo } from 'react';
import { Link } from 'react-router';
import { drawLane, LANE_HEIGHT, LANE_WIDTH } from './draw-lane';
import { lengthOf, shareOf, type TimeSpan } from './lane-scale';
import styles from './lanes.module.css';

/** Narrower bands have no word in them. */
const MIN_WORD_SHARE = 0.08;

interface LaneProps {
  lane: Lane;
  answer: LanesView;
  span: TimeSpan;
}

/** A device over time: bands for times out of use and pauses, marks for its attempts. */
export const LaneDrawing = memo(function LaneDrawing({ lane, answer, span }: LaneProps) {
  const zeroMs = Date.parse(answer.from);
  const paths = useMemo(() => drawLane(lane, zeroMs, span), [lane, zeroMs, span]);
  return (
    <div className={styles.lane}>
      <Link to={`/fleet/${lane.device}`} className={styles.name}>
        {lane.device}
      </Link>
      <div className={styles.track} aria-hidden="true">
        {answer.pauses.map(({ startMs, endMs, by }) => (
          <Band
            key={`pause ${startMs}`}
            {...{ span, zeroMs, startMs, endMs }}
            look={styles.paused!}
            word="paused"
            title={`paused by ${by}`}
          />
        ))}
        {lane.conditions.map(({ startMs, endMs, availability, message }) => (
          <Band
            key={`${availability} ${startMs}`}
            {...{ span, zeroMs, startMs, endMs }}
            look={styles.away!}
            word={availability}
            title={message}
          />
        ))}
        <svg viewBox={`0 0 ${LANE_WIDTH} ${LANE_HEIGHT}`} preserveAspectRatio="none" className={styles.marks}>
          {(['shards', 'accepted', 'other', 'rejected', 'failed'] as const).map((mark) => (
            <path key={mark} className={styles[mark]} d={paths[mark]} />
          ))}
        </svg>
      </div>
    </div>
  );
});

interface BandProps {
  span: TimeSpan;
  zeroMs: number;
  startMs: number;
  endMs: number | null;
  look: string;
  word: string;
  title: string;
}

function Band({ span, zeroMs, startMs, endMs, look, word, title }: BandProps) {
  const left = Math.max(0, shareOf(zeroMs + startMs, span));
  const right = Math.min(1, endMs === null ? 1 : shareOf(zeroMs + endMs, span));
  if (right <= left || lengthOf(span) <= 0) return null;
  return (
    <span
      className={`${styles.band} ${look}`}
      style={{ left: `${100 * left}%`, width: `${100 * (right - left)}%` }}
      title={title}
    >
      {right - left > MIN_WORD_SHARE && <span className={styles.word}>{word}</span>}
    </span>
  );
}
