import type { KeyboardEvent, ReactNode } from 'react';
import styles from './axis-moves.module.css';
import { Button } from './button';

/** What zooms and moves a chart along its axis of time, by the same buttons and keys in every chart. */
export interface AxisMoves<Move> {
  zoomIn: Move;
  zoomOut: Move;
  earlier: Move;
  later: Move;
  pageEarlier: Move;
  pageLater: Move;
  whole: Move;
}

interface ButtonsProps<Move> {
  moves: AxisMoves<Move>;
  /** What the last button shows: `Whole trace`. */
  wholeTitle: string;
  onMove: (move: Move) => void;
  /** More tools of the chart. */
  children?: ReactNode;
}

export function AxisButtons<Move>({ moves, wholeTitle, onMove, children }: ButtonsProps<Move>) {
  const buttons: readonly (readonly [string, Move])[] = [
    ['Zoom in', moves.zoomIn],
    ['Zoom out', moves.zoomOut],
    ['Earlier', moves.earlier],
    ['Later', moves.later],
    [wholeTitle, moves.whole],
  ];
  return (
    <div className={styles.toolbar}>
      {buttons.map(([title, move]) => (
        <Button key={title} onClick={() => onMove(move)}>
          {title}
        </Button>
      ))}
      {children}
    </div>
  );
}

const KEYS: Readonly<Record<string, keyof AxisMoves<unknown>>> = {
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  ArrowLeft: 'earlier',
  ArrowRight: 'later',
  PageUp: 'pageEarlier',
  PageDown: 'pageLater',
  Home: 'whole',
};

/** Handles the keys of a chart that has the focus; those with Ctrl, Alt or Meta are the browser's. */
export function axisKeys<Move>(moves: AxisMoves<Move>, onMove: (move: Move) => void) {
  return (event: KeyboardEvent): void => {
    const name = event.ctrlKey || event.altKey || event.metaKey ? undefined : KEYS[event.key];
    if (!name) return;
    event.preventDefault();
    onMove(moves[name]);
  };
}
