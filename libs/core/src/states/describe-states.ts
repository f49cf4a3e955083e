import {
  CONDITION_EVENTS,
  CONDITION_TABLE,
  targetsOf,
  type Answer,
  type ConditionEvent,
} from '../condition/condition-events';
import { AVAILABILITIES, DEADLINES, type Availability } from '../condition/device-states';
import { nextStep } from '../condition/next-step';
import { CAMPAIGN_TRANSITIONS } from './campaign-states';
import { SHARD_TRANSITIONS } from './shard-states';
import { isFinal, type Transitions } from './transitions';
import { TRIAL_TRANSITIONS } from './trial-states';

const EVENTS = Object.keys(CONDITION_EVENTS) as ConditionEvent[];

/** docs/states.md: diagrams and tables of all states, in Markdown with Mermaid, made from the tables that the code runs by. */
export function describeStates(): string {
  return [
    '# States',
    '',
    'Generated from the tables in `libs/core/src/condition` and `libs/core/src/states`; do not edit. After a change:',
    '`node scripts/setup.mjs && node dist/apps/controller/src/main.js --print-states > docs/states.md`.',
    '',
    ...deviceSection(),
    ...section('Campaign', CAMPAIGN_TRANSITIONS, 'draft'),
    ...section('Shard', SHARD_TRANSITIONS, 'queued'),
    ...section('Trial', TRIAL_TRANSITIONS, 'pending'),
  ].join('\n');
}

function deviceSection(): string[] {
  return [
    '## Device',
    '',
    ...diagram(AVAILABILITIES.flatMap(deviceEdges), 'offline'),
    'What each state waits for:',
    '',
    '| state | its deadline | next step |',
    '| --- | --- | --- |',
    ...AVAILABILITIES.map((state) => `| ${state} | ${DEADLINES[state] ?? ''} | ${nextStepText(state)} |`),
    '',
    'How each state answers each event. A state: the device goes there, or stays with another reason or deadline. `stays`: nothing',
    'changes. `pending`: noted, and done when its shard has ended or its deadline has passed. `refused`: whoever asks gets an error.',
    '',
    `| event | ${AVAILABILITIES.join(' | ')} |`,
    `| --- | ${AVAILABILITIES.map(() => '---').join(' | ')} |`,
    ...EVENTS.map((event) => `| \`${event}\`: ${CONDITION_EVENTS[event]} | ${answersTo(event)} |`),
    '',
  ];
}

/** One edge for each pair of states, with all events that lead along it. */
function deviceEdges(from: Availability): string[] {
  const events = new Map<Availability, string[]>();
  for (const event of EVENTS) {
    for (const to of targetsOf(CONDITION_TABLE[from][event])) {
      if (to !== from) events.set(to, [...(events.get(to) ?? []), event]);
    }
  }
  return [...events].map(([to, along]) => `${from} --> ${to}: ${along.join(', ')}`);
}

function answersTo(event: ConditionEvent): string {
  const textOf = (answer: Answer): string => {
    if (typeof answer === 'string') return `\`${answer}\``;
    return 'to' in answer ? `${answer.to.join(', ')}, else \`${answer.otherwise}\`` : answer.join(', ');
  };
  return AVAILABILITIES.map((state) => textOf(CONDITION_TABLE[state][event])).join(' | ');
}

function nextStepText(availability: Availability): string {
  const step = nextStep({ availability, reason: null, driftBlocks: false });
  return step ? `\`${step.code}\` (${step.resolution})` : '';
}

function section<S extends string>(title: string, table: Transitions<S>, first: S): string[] {
  const states = Object.keys(table) as S[];
  const edges = states.flatMap((from) => table[from].map((to) => `${from} --> ${to}`));
  const ends = states.filter((state) => isFinal(table, state)).map((state) => `${state} --> [*]`);
  return [`## ${title}`, '', ...diagram([...edges, ...ends], first)];
}

function diagram(edges: readonly string[], first: string): string[] {
  return ['```mermaid', 'stateDiagram-v2', `    [*] --> ${first}`, ...edges.map((edge) => `    ${edge}`), '```', ''];
}
