import { Command, InvalidArgumentError, Option } from 'commander';

/** The options of a schedule's rule, as far as they were given. */
export interface RuleOptions {
  cron?: string;
  zone?: string;
  window?: string | false;
  lateUntil?: string | false;
  overlap?: 'skip' | 'queue';
  budgetHours?: number | false;
  priority?: number;
  resolver?: string | false;
}

const MAX_HOURS = 100_000;
const MAX_PRIORITY = 100;

export function addRuleOptions(command: Command): Command {
  return command
    .option('--zone <name>', 'IANA time zone of all times of day, such as Europe/Berlin')
    .option('--window <from-to>', 'start, and go on, only then: 22:00-06:00')
    .option('--late-until <time>', 'make up for a missed start until then: 02:00 (default: it is skipped)')
    .addOption(
      new Option('--overlap <policy>', 'what becomes of a start while the night before still runs').choices([
        'skip',
        'queue',
      ]),
    )
    .option('--budget-hours <hours>', 'device-hours that a night may take, summed over its devices', hours)
    .option('--priority <number>', 'of the campaigns that it launches, -100 to 100', priority)
    .option('--resolver <program>', "program in the controller's folder resolvers that prints what is under test");
}

/** The rule as the API takes it; `--no-window` and its like remove what was set. */
export function ruleFrom({ cron, zone, window, lateUntil, overlap, budgetHours, priority, resolver }: RuleOptions) {
  return {
    cron,
    zone,
    window: orNull(window),
    lateUntil: orNull(lateUntil),
    overlap,
    budgetHours: orNull(budgetHours),
    priority,
    resolver: orNull(resolver),
  };
}

function orNull<T>(given: T | false | undefined): T | null | undefined {
  return given === false ? null : given;
}

function hours(text: string): number {
  const figure = Number(text);
  if (text.trim() !== '' && figure > 0 && figure <= MAX_HOURS) return figure;
  throw new InvalidArgumentError(`Expected a figure above 0, at most ${MAX_HOURS}.`);
}

function priority(text: string): number {
  const figure = Number(text);
  if (/^-?[0-9]+$/.test(text) && Math.abs(figure) <= MAX_PRIORITY) return figure;
  throw new InvalidArgumentError(`Expected a whole number from -${MAX_PRIORITY} to ${MAX_PRIORITY}.`);
}
