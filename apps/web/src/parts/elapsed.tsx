import { useEffect, useState } from 'react';
import { formatDuration } from '../format/format';

const EVERY_MS = 1_000;

/** How long something takes already, counted from when it is first shown. */
export function Elapsed() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const beganMs = performance.now();
    const timer = setInterval(() => setSeconds((performance.now() - beganMs) / 1000), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return <>{formatDuration(seconds)}</>;
}
