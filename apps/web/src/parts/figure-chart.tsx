import { PLUS_MINUS, type ResultFigure, type Table } from '@joulefleet/figures';
import { useEffect, useId, useState, type HTMLAttributes, type MouseEvent, type ReactNode } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../format/format';
import { SimulatedBadge } from './badge';
import { Button } from './button';
import { DataTable } from './data-table';
import { drawPng } from './draw-png';
import styles from './figure-chart.module.css';
import { saveFile, saveText } from './save-file';

interface FigureChartProps {
  figure: ResultFigure;
  /** Of its files, and of its place in the address: no other figure of the page has it. */
  name: string;
  csv: () => string;
  simulated: boolean;
  /** What else stands beside it. */
  legend?: ReactNode;
  /** Somebody pointed at a part of it that has a key. */
  onPick?: (key: string) => void;
  /** The pointer is over such a part, or over none. */
  onPoint?: (key: string | null) => void;
  /** What turns it. */
  turning?: { tools: ReactNode; handlers: HTMLAttributes<HTMLElement> } | null;
  children?: ReactNode;
}

/** A figure with its caption in words, its table, and its files. */
export function FigureChart({
  figure,
  name,
  csv,
  simulated,
  legend,
  onPick,
  onPoint,
  turning,
  children,
}: FigureChartProps) {
  const id = useId();
  const anchor = name.replace(/[^\w.-]+/g, '-');
  useAnchor(anchor);
  const pick = (event: MouseEvent): void => {
    const key = keyUnder(event);
    if (key) onPick?.(key);
  };
  return (
    <section aria-labelledby={id} className={styles.chart} id={anchor}>
      <h2 id={id}>
        {figure.title} <SimulatedBadge simulated={simulated} />
      </h2>
      <figure className={styles.figure}>
        <div className={styles.drawn}>
          <div
            className={[styles.drawing, onPick && styles.pickable, turning && styles.turnable]
              .filter(Boolean)
              .join(' ')}
            tabIndex={0}
            role="region"
            aria-label={`Figure: ${figure.title}`}
            onClick={pick}
            onPointerOver={(event) => onPoint?.(keyUnder(event))}
            onPointerLeave={() => onPoint?.(null)}
            {...turning?.handlers}
            // Made by our own library, which escapes every text in it.
            dangerouslySetInnerHTML={{ __html: figure.svg }}
          />
          {turning?.tools}
        </div>
        <figcaption className={styles.caption}>
          <p>{figure.caption}</p>
          {figure.key !== undefined && <p className={styles.quiet}>{figure.key}</p>}
          {legend}
          <Files figure={figure} anchor={anchor} csv={csv} />
        </figcaption>
      </figure>
      {figure.table && (
        <details>
          <summary>{formatCount(figure.table.rows.length, 'row')} as a table</summary>
          <DataTable table={figure.table} label={`Table: ${figure.title}`} />
          {hasIntervals(figure.table) && <p className={styles.quiet}>{PLUS_MINUS}</p>}
        </details>
      )}
      {children}
    </section>
  );
}

function hasIntervals({ rows }: Table): boolean {
  return rows.some((row) => row.some((text) => text.includes('±')));
}

function keyUnder({ target }: { target: EventTarget }): string | null {
  return (target as Element).closest('[data-key]')?.getAttribute('data-key') ?? null;
}

function Files({ figure, anchor, csv }: { figure: ResultFigure; anchor: string; csv: () => string }) {
  const [refused, setRefused] = useState(false);
  const savePng = (): void => {
    drawPng(figure.svg).then(
      (picture) => saveFile(`${anchor}.png`, picture),
      () => setRefused(true),
    );
  };
  return (
    <>
      <div className={styles.files}>
        <Button onClick={() => saveText(`${anchor}.csv`, 'text/csv', `${csv()}\n`)}>Save as CSV</Button>
        <Button onClick={() => saveText(`${anchor}.svg`, 'image/svg+xml', figure.svg)}>Save as SVG</Button>
        <Button onClick={savePng}>Save as PNG</Button>
        <Link to={{ search: location.search, hash: anchor }} replace>
          Link to this figure
        </Link>
      </div>
      {refused && <p role="alert">The browser could not draw the picture; save it as SVG instead.</p>}
    </>
  );
}

/** A link to a figure leads there once it is drawn. */
function useAnchor(anchor: string): void {
  useEffect(() => {
    if (location.hash === `#${anchor}`) document.getElementById(anchor)?.scrollIntoView();
  }, [anchor]);
}
