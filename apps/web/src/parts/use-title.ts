import { useEffect } from 'react';

/** Title of the tab, the page first. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – Joulefleet`;
  }, [title]);
}
