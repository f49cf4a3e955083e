import { Button } from './button';

/** Reads what is older, where there is more of it. */
export function MoreButton({ readMore, isReading }: { readMore: (() => void) | null; isReading: boolean }) {
  if (readMore === null) return null;
  return (
    <p>
      <Button onClick={readMore} disabled={isReading}>
        {isReading ? 'Reading…' : 'Show older'}
      </Button>
    </p>
  );
}
