import { KNOWN_CLASSES, KNOWN_WORKLOADS, type AnswerObjective } from '@joulefleet/core';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useCampaigns, useDevices } from '../../api/collect-pages';
import { Button } from '../../parts/button';
import { searchOf } from './question';
import styles from './answer.module.css';

const CAMPAIGNS_EVERY_MS = 60_000;
/** Fields that are folded in until one of them is set. */
const PLACES = ['deviceClass', 'device', 'campaign', 'batchSize', 'mixed'] as const;

export const OBJECTIVES: Readonly<Record<AnswerObjective, string>> = {
  'energy-per-inference': 'energy per inference',
  'energy-per-batch': 'energy per batch',
  latency: 'latency per batch',
  edp: 'energy × latency (EDP)',
  cost: 'cost of electricity',
};

interface AnswerFormProps {
  search: URLSearchParams;
  onAsk: (search: URLSearchParams) => void;
}

export function AnswerForm({ search, onAsk }: AnswerFormProps) {
  const at = (name: string): string => search.get(name) ?? '';
  const [objective, setObjective] = useState(at('minimise'));
  const ask = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onAsk(searchOf(new FormData(event.currentTarget)));
  };
  return (
    <form onSubmit={ask} className={styles.form} aria-label="Question">
      <Workload value={at('workload')} />
      <Field title="Minimise">
        <select name="minimise" defaultValue={objective} onChange={(event) => setObjective(event.target.value)}>
          {Object.entries(OBJECTIVES).map(([value, title]) => (
            <option key={value} value={value === 'energy-per-inference' ? '' : value}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      <Amount name="maxLatencyMs" title="Latency of a batch, at most (ms)" value={at('maxLatencyMs')} />
      <Amount name="maxPowerW" title="Mean power, at most (W)" value={at('maxPowerW')} />
      <Amount
        name="pricePerKwh"
        title={`Price of a kWh${objective === 'cost' ? '' : ' (optional)'}`}
        value={at('pricePerKwh')}
        required={objective === 'cost'}
      />
      <details className={styles.more} open={PLACES.some((name) => at(name) !== '')}>
        <summary>Only some devices, campaigns or batch sizes</summary>
        <div className={styles.fields}>
          <Places at={at} />
          <label className={styles.check}>
            <input type="checkbox" name="mixed" value="true" defaultChecked={at('mixed') === 'true'} />
            Also simulated figures beside measured ones
          </label>
        </div>
      </details>
      <div className={styles.ask}>
        <Button type="submit" look="main">
          Find the answer
        </Button>
      </div>
    </form>
  );
}

function Workload({ value }: { value: string }) {
  const list = useId();
  return (
    <Field title="Workload">
      <input name="workload" defaultValue={value} list={list} required maxLength={200} autoComplete="off" />
      <datalist id={list}>
        {KNOWN_WORKLOADS.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}

/** Where, and by which campaign; the choices come when they are known, and the one of the address stays. */
function Places({ at }: { at: (name: string) => string }) {
  const devices = useDevices().data ?? [];
  const campaigns = useCampaigns(CAMPAIGNS_EVERY_MS).data ?? [];
  const kept = (value: string, known: readonly (readonly [string, string])[]) =>
    value === '' || known.some(([each]) => each === value) ? known : [[value, value] as const, ...known];
  const choices = [
    ['deviceClass', 'Device class', KNOWN_CLASSES.map((name) => [name, name] as const)],
    ['device', 'Device', devices.map(({ name }) => [name, name] as const)],
    ['campaign', 'Campaign', campaigns.map(({ id, name }) => [id, name] as const)],
  ] as const;
  const fields = choices.map(([name, title, known]) => (
    <Field key={name} title={title}>
      {/* Made anew when the choices come, as a choice that is not there yet cannot be shown. */}
      <select key={known.length} name={name} defaultValue={at(name)}>
        <option value="">any</option>
        {kept(at(name), known).map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </Field>
  ));
  return (
    <>
      {fields}
      <Field title="Batch size">
        <input name="batchSize" defaultValue={at('batchSize')} type="number" min={1} max={65536} placeholder="any" />
      </Field>
    </>
  );
}

function Amount({
  name,
  title,
  value,
  required = false,
}: {
  name: string;
  title: string;
  value: string;
  required?: boolean;
}) {
  return (
    <Field title={title}>
      <input name={name} defaultValue={value} type="number" min={0} step="any" required={required} />
    </Field>
  );
}

function Field({ title, children }: { title: string; children: ReactNode }) {
  return (
    <label className={styles.field}>
      {title}
      {children}
    </label>
  );
}
