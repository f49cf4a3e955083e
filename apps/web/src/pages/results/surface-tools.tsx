import { Button } from '../../parts/button';
import styles from './results.module.css';
import type { Turn } from './use-turn';

const STEP_DEGREES = 15;

/** What turns a surface without a mouse. */
export function SurfaceTools({ turn, reset }: Turn) {
  return (
    <div role="group" aria-label="View of the surface" className={styles.tools}>
      <Button onClick={() => turn({ azimuth: -STEP_DEGREES })}>Turn left</Button>
      <Button onClick={() => turn({ azimuth: STEP_DEGREES })}>Turn right</Button>
      <Button onClick={() => turn({ elevation: STEP_DEGREES })}>From higher</Button>
      <Button onClick={() => turn({ elevation: -STEP_DEGREES })}>From lower</Button>
      <Button onClick={reset}>Usual view</Button>
      <span className={styles.quiet}>Drag it, or use the arrow keys once it has the focus.</span>
    </div>
  );
}
