import type { CampaignSpec } from './campaign-spec';

/** What each key of a campaign file means, in a line: shown by editors. docs/campaign-file.md says more. */
export const DESCRIPTIONS: Readonly<Record<keyof CampaignSpec, string>> = {
  name: 'Shown everywhere.',
  workloads: 'Known ones by name, or an object; your own with `command`.',
  devices: 'Devices that match every list given; without any, every device.',
  devicesPerCell: 'On how many devices of its class each cell is measured; `all`: on each of them.',
  factors: 'What is varied. A factor that is left out is not varied.',
  parameters: 'Free parameters of your own command: a level or a list for each name, handed to it as JSON.',
  exclude: 'Levels that are not measured together: a cell that has one of each is left out.',
  zip: 'Factors whose listed levels go together, the first with the first, instead of each with each.',
  where: 'Conditions that a cell must meet, in CEL; clocks are in MHz.',
  baseline: 'What savings are against: `stock` keeps the limits in force, `dvfs` spans the whole table.',
  strategy:
    'How trials are chosen: `sweep` measures every cell, `top-up` the widest intervals more often, `search` what leads to the optimum.',
  repetitions: 'Trials of each cell; of a search, those of the sweep that it is compared with.',
  repeat: 'Instead of `repetitions`: until the 95 % interval of mean energy is within a half-width.',
  inferences: 'Inferences of a trial.',
  warmup: 'What comes before the measured window.',
  sampling: 'How the power rails are sampled.',
  cooldown: 'How long a device is left alone before each trial, or `off`.',
  idlePower: 'How long idle power is measured before and after each trial, or `off`.',
  sentinel:
    'Whether each device measures a fixed cell again and again, to see whether it drifts: `auto`, `off`, or an object.',
  startTemperature: 'At which temperature trials start: the usual one of the device, one of your own, or `off`.',
  trialTimeout: 'How long a trial may take before its workload is ended.',
  checks: 'From where on validity checks reject a trial.',
  order:
    'Blocks that hold each cell once, shuffled, or each second one in reverse; or all repetitions of a cell in a row.',
  seed: 'Of the order and of the sampling.',
  shard: 'How long a device works in one piece before another campaign may have it.',
  shardTrials: 'Trials of such a piece, instead of a time.',
};
