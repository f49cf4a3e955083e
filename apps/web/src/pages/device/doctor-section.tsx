import type { DeviceView, DoctorView } from '@joulefleet/contracts';
import { useChange } from '../../api/use-route';
import { Button } from '../../parts/button';
import { CodeBlock } from '../../parts/code-block';
import { DataTable } from '../../parts/data-table';
import { Elapsed } from '../../parts/elapsed';
import { Failure } from '../../parts/states';
import { useMay } from '../../session/session';
import styles from './device.module.css';

/** Which runtimes and models the device can run, asked for when somebody wants to know: it may take minutes. */
export function DoctorSection({ device: { name } }: { device: DeviceView }) {
  const may = useMay('devices:write');
  const doctor = useChange('examineRuntimes');
  return (
    <section aria-labelledby="doctor">
      <h2 id="doctor">Doctor: what it can run</h2>
      {may ? (
        <p>
          <Button onClick={() => doctor.mutate({ params: { name } })} disabled={doctor.isPending}>
            {doctor.isPending ? 'Examining…' : 'Examine'}
          </Button>{' '}
          <span className={styles.quiet}>
            {doctor.isPending ? (
              <Elapsed />
            ) : (
              'Loads every runtime on the board once. It changes nothing; it may take minutes.'
            )}
          </span>
        </p>
      ) : (
        <p className={styles.quiet}>Your role may not examine devices. An admin can.</p>
      )}
      {doctor.error && <Failure failure={doctor.error} onRetry={() => doctor.mutate({ params: { name } })} />}
      {doctor.data && <Diagnosis view={doctor.data} />}
    </section>
  );
}

function Diagnosis({ view }: { view: DoctorView }) {
  const { name, simulated, modules, runs, advice } = view;
  if (simulated) return <p>{name} is a twin: it simulates the six models, and there is nothing to install.</p>;
  const installed = Object.entries(modules).flatMap(([module, found]) =>
    found ? [`${module} ${found.version ?? '(version unknown)'}${found.error === null ? '' : ', broken'}`] : [],
  );
  return (
    <>
      <p>
        {describeSystem(view)}. Installed: {installed.length > 0 ? installed.join(', ') : 'none of the libraries'}.
      </p>
      <DataTable table={tableOf(runs)} label={`Models and runtimes of ${name}`} />
      {advice.map(({ need, why, commands, source, note }) => (
        <CodeBlock
          key={need}
          title={need}
          about={[why, note, source && `From ${source}.`].filter(Boolean).join(' ')}
          text={commands.length > 0 ? `${commands.join('\n')}\n` : 'No command is known for this device.\n'}
          fileName={`${name}-${need}.sh`}
        />
      ))}
    </>
  );
}

function describeSystem({ jetpack, l4t, python, machine }: DoctorView): string {
  const release = l4t === null ? 'No Jetson' : `JetPack ${jetpack ?? 'unknown'} (L4T ${l4t.release}.${l4t.revision})`;
  return [release, python && `Python ${python}`, machine].filter(Boolean).join(', ');
}

/** A row for each model, a column for each runtime: `gpu`, `cpu`, or `no` where something is missing. */
function tableOf(runs: DoctorView['runs']) {
  const runtimes = [...new Set(runs.map(({ runtime }) => runtime))];
  const models = [...new Set(runs.map(({ workload }) => workload))];
  const cellOf = (model: string, runtime: string): string => {
    const run = runs.find((each) => each.workload === model && each.runtime === runtime);
    return run === undefined ? '' : (run.runsOn ?? 'no');
  };
  const rows = models.map((model) => [model, ...runtimes.map((runtime) => cellOf(model, runtime))]);
  return { columns: ['model', ...runtimes], rows, numeric: [] };
}
