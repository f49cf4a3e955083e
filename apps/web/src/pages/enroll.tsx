import type { DeviceView } from '@joulefleet/contracts';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useChange } from '../api/use-route';
import { BoardStep } from '../enroll/board-step';
import { EMPTY_BOARD, enrollBody, type BoardForm } from '../enroll/board-form';
import styles from '../enroll/enroll.module.css';
import { EnrollPage } from '../enroll/enroll-page';
import { EnrolledStep } from '../enroll/enrolled-step';
import { Button } from '../parts/button';
import { Elapsed } from '../parts/elapsed';
import { HostKeyCheck } from '../parts/host-key-check';
import { Failure } from '../parts/states';

const STEPS = { board: 'Board and key', compare: 'Host key', enrolled: 'Enrolled' } as const;

type Step = { at: 'board' } | { at: 'compare'; seen: string } | { at: 'enrolled'; device: DeviceView };

/** Takes a board into the fleet in three steps: where it is, whether its host key is the board's own, what the pre-flight found. */
export function Enroll() {
  return (
    <EnrollPage title="Enroll a device">
      <Wizard />
    </EnrollPage>
  );
}

function Wizard() {
  const { form, setForm, step, goTo, enroll, send } = useEnrollment();
  const another = (): void => {
    setForm({ ...form, host: '', name: '' });
    goTo({ at: 'board' });
  };
  return (
    <>
      <ol className={styles.steps}>
        {Object.entries(STEPS).map(([at, title]) => (
          <li key={at} aria-current={at === step.at ? 'step' : undefined}>
            {title}
          </li>
        ))}
      </ol>
      <StepSection key={step.at} title={STEPS[step.at]} isFirst={step.at === 'board'}>
        {step.at === 'board' && (
          <BoardStep
            form={form}
            onForm={setForm}
            pending={enroll.isPending}
            failure={enroll.error}
            onNext={() => send()}
          />
        )}
        {step.at === 'compare' && (
          <CompareStep
            form={form}
            seen={step.seen}
            enroll={enroll}
            onEnroll={() => send(step.seen)}
            onBack={() => goTo({ at: 'board' })}
          />
        )}
        {step.at === 'enrolled' && <EnrolledStep device={step.device} onAnother={another} />}
      </StepSection>
    </>
  );
}

/** Asked without a fingerprint, the controller answers with the one that it sees, which a person compares. */
function useEnrollment() {
  const [form, setForm] = useState(EMPTY_BOARD);
  const [step, setStep] = useState<Step>({ at: 'board' });
  const enroll = useChange('enrollDevice');
  const goTo = (next: Step): void => {
    enroll.reset();
    setStep(next);
  };
  const send = (compared?: string): void =>
    enroll.mutate(
      { body: enrollBody(form, compared) },
      {
        onSuccess: (device) => goTo({ at: 'enrolled', device }),
        onError: ({ problem: { code, fingerprint } }) => {
          if (code === 'host_key_unconfirmed' && fingerprint !== undefined) goTo({ at: 'compare', seen: fingerprint });
        },
      },
    );
  return { form, setForm, step, goTo, enroll, send };
}

/** A step that takes the focus when it follows another one, so that the keyboard and a screen reader go on there. */
function StepSection({ title, isFirst, children }: { title: string; isFirst: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
  }, [isFirst]);
  return (
    <section aria-labelledby="step">
      <h2 id="step" ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}

interface CompareProps {
  form: BoardForm;
  seen: string;
  enroll: Pick<ReturnType<typeof useChange<'enrollDevice'>>, 'isPending' | 'error'>;
  onEnroll: () => void;
  onBack: () => void;
}

function CompareStep({ form, seen, enroll: { isPending, error }, onEnroll, onBack }: CompareProps) {
  const [agreed, setAgreed] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (agreed && !isPending) onEnroll();
  };
  return (
    <form onSubmit={submit} className={styles.compare}>
      <HostKeyCheck where={`${form.host.trim()}:${form.port}`} seen={seen} agreed={agreed} onAgree={setAgreed} />
      {error && <Failure failure={error} />}
      {isPending && (
        <p role="status">
          Enrolling: the controller logs in, uploads its agent, reads the board, and tries each clock in the pre-flight.
          This may take a minute.
        </p>
      )}
      <div className={styles.actions}>
        <Button onClick={onBack} disabled={isPending}>
          Back
        </Button>
        <Button type="submit" look="main" disabled={!agreed || isPending}>
          {isPending ? 'Enrolling…' : 'Pin this key and enroll'}
        </Button>
        {isPending && <Elapsed />}
      </div>
    </form>
  );
}
