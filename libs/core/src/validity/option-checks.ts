import type { Level } from '../factors/factor';
import { optionsOf } from '../factors/workload-options';
import type { TrialCheck } from './trial-check';
import type { TrialEvidence } from './trial-evidence';

type Options = Pick<TrialEvidence, 'requested' | 'usedOptions'>;

/** A workload that used another option than was asked for measured another cell. */
export const optionsAsRequested: TrialCheck = {
  name: 'options_as_requested',
  severity: 'reject',
  repeats: true,
  finds: ({ requested, usedOptions }) => {
    const wrong = wanted({ requested, usedOptions }).filter(({ level, used }) => used !== undefined && used !== level);
    return listOr(wrong, ({ key, level, used }) => `${key} was requested as ${level} and used as ${used}`);
  },
  remedy: 'install a runner that takes the option, or one that ends with the error option_not_supported',
};

/** A workload need not say what it used; whoever reads the result is to know that nobody has. */
export const optionsAttested: TrialCheck = {
  name: 'options_attested',
  severity: 'flag',
  finds: ({ requested, usedOptions }) => {
    const silent = wanted({ requested, usedOptions }).filter(({ key, used }) => used === undefined && !isFree(key));
    return listOr(
      silent,
      ({ key, level }) => `${key} ${level} is not attested: the workload does not say what it used`,
    );
  },
  remedy: 'have the runner print the event options (docs/agent-protocol.md)',
};

interface Wanted {
  readonly key: string;
  readonly level: Level;
  /** Undefined: the workload says nothing of it. */
  readonly used: Level | undefined;
}

function wanted({ requested, usedOptions }: Options): Wanted[] {
  return Object.entries(optionsOf(requested)).map(([key, level]) => ({
    key,
    level,
    used: usedOptions?.[key] ?? undefined,
  }));
}

/** What free parameters mean is known to their command alone. */
function isFree(key: string): boolean {
  return key.startsWith('parameters.');
}

function listOr(found: readonly Wanted[], describe: (found: Wanted) => string): string | null {
  return found.length === 0 ? null : found.map(describe).join('; ');
}
