import { useState, type ReactNode } from 'react';

interface UnfoldedProps {
  summary: ReactNode;
  /** Open from the beginning. */
  open?: boolean;
  children: () => ReactNode;
}

/** What is read, laid out and drawn only while somebody has it open. */
export function Unfolded({ summary, open = false, children }: UnfoldedProps) {
  const [shown, setShown] = useState(open);
  return (
    <details open={shown} onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary>{summary}</summary>
      {shown && children()}
    </details>
  );
}
