import {
  Combobox,
  ComboboxItem,
  ComboboxList,
  ComboboxProvider,
  Select,
  SelectArrow,
  SelectItem,
  SelectItemCheck,
  SelectLabel,
  SelectPopover,
  SelectProvider,
} from '@ariakit/react';
import { useMemo, useState } from 'react';
import styles from './pick-many.module.css';

const MAX_SHOWN = 50;

interface PickProps {
  label: string;
  /** What it means that nothing is picked. */
  none: string;
  options: readonly string[];
  picked: readonly string[];
  onPick: (picked: string[]) => void;
  disabled?: boolean;
}

/** Any number of many words; typing narrows them. What is picked and no option any more is offered too. */
export function PickMany({ label, none, options, picked, onPick, disabled = false }: PickProps) {
  const [typed, setTyped] = useState('');
  const matches = useMemo(() => matching([...new Set([...picked, ...options])], typed), [options, picked, typed]);
  return (
    <div className={styles.field}>
      <ComboboxProvider resetValueOnHide value={typed} setValue={setTyped}>
        <SelectProvider value={[...picked]} setValue={onPick}>
          <SelectLabel>{label}</SelectLabel>
          <Select className={styles.opener} disabled={disabled} accessibleWhenDisabled>
            <span className={styles.picked}>{picked.length === 0 ? none : picked.join(', ')}</span>
            <SelectArrow />
          </Select>
          <SelectPopover fixed gutter={4} sameWidth unmountOnHide className={styles.popover}>
            <Combobox
              autoSelect
              placeholder="Type to narrow"
              aria-label={`Narrow ${label}`}
              className={styles.narrow}
            />
            <ComboboxList className={styles.list}>
              {matches.slice(0, MAX_SHOWN).map((option) => (
                <SelectItem key={option} value={option} className={styles.item} render={<ComboboxItem />}>
                  <SelectItemCheck /> {option}
                </SelectItem>
              ))}
            </ComboboxList>
            {matches.length === 0 && <p className={styles.note}>Nothing matches.</p>}
            {matches.length > MAX_SHOWN && (
              <p className={styles.note}>{matches.length - MAX_SHOWN} more: type to narrow.</p>
            )}
          </SelectPopover>
        </SelectProvider>
      </ComboboxProvider>
    </div>
  );
}

function matching(options: readonly string[], typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  return options.filter((option) => option.toLowerCase().includes(wanted));
}
