import { useState } from 'react';
import { readTheme, setTheme, type Theme } from './theme';

export function ThemeChoice() {
  const [theme, setShown] = useState(readTheme);
  const choose = (chosen: Theme): void => {
    setTheme(chosen);
    setShown(chosen);
  };
  return (
    <select aria-label="Theme" value={theme} onChange={(event) => choose(event.target.value as Theme)}>
      <option value="system">System</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  );
}
