import { formatDuration } from '../format/format';
import styles from './live-chart.module.css';
import { courseOf, type TimedFigure } from './live-course';

interface LiveChartProps {
  title: string;
  figures: readonly TimedFigure[];
  format: (figure: number) => string;
}

/** The course of a figure that is read each second, with its ends in digits. */
export function LiveChart({ title, figures, format }: LiveChartProps) {
  const course = courseOf(figures);
  const last = figures.at(-1);
  return (
    <figure className={styles.chart}>
      <figcaption>
        {title}: <strong>{last === undefined ? '–' : format(last.figure)}</strong>
      </figcaption>
      {course && (
        <>
          <div className={styles.field}>
            <div className={styles.scale} aria-hidden="true">
              <span>{format(course.greatest)}</span>
              <span>{format(course.least)}</span>
            </div>
            <svg
              role="img"
              aria-label={`${title} of the last ${formatDuration(course.spanS)}: from ${format(course.least)} to ${format(course.greatest)}`}
              viewBox="0 -3 1000 106"
              preserveAspectRatio="none"
            >
              {course.lines.map((points) => (
                <polyline key={points.slice(0, 20)} points={points} vectorEffect="non-scaling-stroke" />
              ))}
            </svg>
          </div>
          <div className={styles.ends} aria-hidden="true">
            <span>{formatDuration(course.spanS)} ago</span>
            <span>now</span>
          </div>
        </>
      )}
    </figure>
  );
}
