import type { BoardConditions, CampaignProtocol } from '@joulefleet/contracts';
import { DEFAULT_LIMITS, formatFrequency } from '@joulefleet/core';
import { formatCount } from '../text/format-count';

type ClockInForce = NonNullable<BoardConditions['gpu']>;

/**
 * `3 repetitions of 3200 inferences; order randomised-blocks, seed 1; ...`: how trials are executed.
 *
 * @param isSearch a guided search has no order, and repeats a cell as often as it needs to.
 */
export function describeProtocol(protocol: CampaignProtocol, isSearch: boolean): string {
  const { baseline, warmup, sampling, checks } = protocol;
  const { cooldown, idlePower, sentinel, startTemperature } = protocol;
  return [
    ...describeTrials(protocol, isSearch),
    `warm-up ${warmup.batches} batches, at most ${warmup.maxS} s`,
    `sampling ${sampling.mode}, ${sampling.periodMs} ms`,
    ...(cooldown && cooldown.timeMs > 0 ? [`cool-down ${cooldown.timeMs / 1000} s`] : []),
    ...(idlePower && idlePower.timeMs > 0
      ? [`idle power over ${idlePower.timeMs / 1000} s before and after each trial`]
      : []),
    ...(sentinel ? [`sentinel after each ${formatCount(sentinel.everyTrials, 'trial')}`] : []),
    ...(startTemperature ? [`start ${describeStart(startTemperature)}`] : []),
    ...(checks ? describeChecks(checks) : []),
    `baseline ${baseline.length > 0 ? baseline.join(' and ') : 'none'}`,
  ].join('; ');
}

function describeTrials(
  { repetitions, repeat, inferences, order, seed }: CampaignProtocol,
  isSearch: boolean,
): string[] {
  const each = `of ${inferences ?? 'various'} inferences`;
  return isSearch
    ? [`trials ${each}`, `chosen by a search, seed ${seed}`]
    : [`${describeRepetitions(repetitions, repeat)} ${each}`, `order ${order}, seed ${seed}`];
}

/** Limits of checks, where they are not the usual ones. */
function describeChecks(checks: NonNullable<CampaignProtocol['checks']>): string[] {
  const { minSamples, maxOffShare, maxGapShare } = DEFAULT_LIMITS;
  const isUsual =
    checks.minSamples === minSamples && checks.maxOffShare === maxOffShare && checks.maxGapShare === maxGapShare;
  if (isUsual) return [];
  const percent = (share: number): string => `${Number((100 * share).toPrecision(6))} %`;
  const off = `clocks off their level for ${percent(checks.maxOffShare)} at most`;
  return [`checks: at least ${checks.minSamples} samples, ${off}, gaps of ${percent(checks.maxGapShare)} at most`];
}

/** `at the usual temperature, waited for 120 s`. */
function describeStart({ band, waitMs }: NonNullable<CampaignProtocol['startTemperature']>): string {
  if (band === 'off') return 'at any temperature';
  const where = band === 'auto' ? 'at the usual temperature' : `at ${band.lowC} to ${band.highC} °C`;
  return `${where}, waited for up to ${waitMs / 1000} s`;
}

/** `3 repetitions`, or `3 to 20 repetitions, until the 95 % interval is within 2 %,`. */
function describeRepetitions(repetitions: number, repeat: CampaignProtocol['repeat']): string {
  if (!repeat) return formatCount(repetitions, 'repetition');
  return `${repetitions} to ${repeat.max} repetitions, until the 95 % interval is within ${100 * repeat.until} %,`;
}

/** What of a board its figures depend on, in one line. */
export function describeConditions(conditions: BoardConditions): string {
  const { jetpack, l4t, kernel, powerMode, cores, coresPresent, cpu, gpu, clocksSet } = conditions;
  const software = [jetpack && `JetPack ${jetpack}`, l4t && `L4T ${l4t}`].filter(Boolean).join(', ');
  return [
    software || `kernel ${kernel}`,
    powerMode === null ? 'power mode unknown' : `power mode ${powerMode}`,
    coresPresent === null || coresPresent === cores ? `${cores} cores` : `${cores} of ${coresPresent} cores on`,
    ...[...new Set(cpu.map((clock) => `CPU ${describeClock(clock)}`))],
    ...(gpu ? [`GPU ${describeClock(gpu)}`] : []),
    ...(clocksSet ? [] : ['clocks cannot be set and are measured as they are']),
  ].join('; ');
}

/** `306 MHz to 612 MHz (of 921.6 MHz), nvhost_podgov`: limits in force while nobody measures. */
function describeClock({ governor, minHz, maxHz, tableMaxHz }: ClockInForce): string {
  const top = maxHz < tableMaxHz ? ` (of ${formatFrequency(tableMaxHz)})` : '';
  return `${formatFrequency(minHz)} to ${formatFrequency(maxHz)}${top}, ${governor}`;
}
