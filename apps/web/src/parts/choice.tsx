interface ChoiceProps {
  title: string;
  value: string;
  choices: readonly (readonly [value: string, title: string])[];
  onSet: (value: string) => void;
}

/** One of several, by name. */
export function Choice({ title, value, choices, onSet }: ChoiceProps) {
  return (
    <label>
      {title}
      <select value={value} onChange={(event) => onSet(event.target.value)}>
        {choices.map(([each, shown]) => (
          <option key={each} value={each}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}
