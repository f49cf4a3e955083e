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
      <option value="system">Theme: system</option>
      <option value="light">Theme: light</option>
      <option value="dark">Theme: dark</option>
    </select>
  );
}
