import type { z } from 'zod';
import { byPlace } from './by-place';
import { campaignFactors, campaignSpec } from './campaign-spec';
import type { CampaignSpec } from './campaign-spec';
import { describeIssue } from './describe-issue';
import type { CampaignFileError, DescribedIssue } from './describe-issue';
import { findStrangeParameters } from './find-strange-parameters';
import { findRepeatedWorkloads, findTwoUnits } from './find-repeated-workloads';
import { findStrangeSentinel } from './find-strange-sentinel';
import { findTwoRules, withLeastTrials } from './find-two-rules';
import { findUnevenZips } from './find-uneven-zips';
import { findUntakenLevels } from './find-untaken-levels';
import { locateNode } from './locate-node';
import { MAX_FINDINGS } from './max-findings';
import { readYaml, type ReadYaml } from './read-yaml';
import { valueAt } from './value-at';

/** Parts of a file that can be read although others cannot. */
export type SoundParts = Partial<Pick<CampaignSpec, 'devices' | 'workloads' | 'factors'>>;

export type ParsedCampaignFile =
  { ok: true; spec: CampaignSpec } | { ok: false; errors: CampaignFileError[]; sound: SoundParts };

const MAX_FILE_CHARACTERS = 64 * 1024;
/**
 * Many short words cost more to read than a long text. The campaign file is read in one piece, so this bounds the piece. A file that
 * lists every clock of a board, one a line, has 700.
 */
const MAX_TOKENS = 3_500;

/**
 * Reads a campaign file. Every finding comes with its line, what was expected and the nearest valid word; a bad file is
 * an answer, never an exception.
 */
export function parseCampaignFile(text: string, sourceName: string): ParsedCampaignFile {
  if (text.length > MAX_FILE_CHARACTERS) {
    const expected = `at most ${MAX_FILE_CHARACTERS} characters`;
    const error = { where: `${sourceName}:1:1`, message: 'the file is too long', expected };
    return { ok: false, errors: [error], sound: {} };
  }
  const yaml = readYaml(text, sourceName, MAX_TOKENS);
  if (!yaml.ok) {
    const { errors, read } = yaml;
    const others = read ? findErrors(read, sourceName) : { errors: [] };
    // What is ambiguous may be wrong in its other meaning as well: one finding is enough.
    const places = new Set(errors.map(({ where }) => where));
    const all = [...errors, ...others.errors.filter(({ where }) => !places.has(where))].slice(0, MAX_FINDINGS);
    return { ok: false, errors: all.sort(byPlace), sound: {} };
  }
  const { errors, spec } = findErrors(yaml, sourceName);
  return spec ? { ok: true, spec } : { ok: false, errors, sound: soundParts(yaml.content) };
}

/** The findings of a file that is YAML, by place; its spec where there are none. */
function findErrors(
  { document, lines, content }: ReadYaml,
  sourceName: string,
): { errors: CampaignFileError[]; spec?: CampaignSpec } {
  const parsed = campaignSpec.safeParse(content);
  const issues = parsed.success
    ? findContradictions(content, parsed.data)
    : parsed.error.issues.slice(0, MAX_FINDINGS).flatMap((issue) => describeIssue(issue, valueAt(content, issue.path)));
  if (parsed.success && issues.length === 0) return { errors: [], spec: withLeastTrials(parsed.data) };
  const placed = issues.slice(0, MAX_FINDINGS).map(({ path, key, ...finding }) => {
    const { line, column } = locateNode(document, lines, path, key);
    return { where: `${sourceName}:${line}:${column}`, ...finding };
  });
  return { errors: placed.sort(byPlace).filter(isFirst) };
}

/** What each part of a file is right about, and the whole is not. */
function findContradictions(content: unknown, spec: CampaignSpec): DescribedIssue[] {
  const strange = findStrangeParameters(spec);
  return [
    ...findRepeatedWorkloads(spec.workloads),
    ...findTwoUnits(spec.workloads),
    ...strange,
    ...(strange.length === 0 ? findUnevenZips(spec) : []),
    ...findUntakenLevels(spec),
    ...findTwoRules(content, spec),
    ...findStrangeSentinel(spec),
  ];
}

/** Finds `file:line:column` of places in a campaign file that could be parsed, such as a level that no device has. */
export function campaignFileLocator(text: string, sourceName: string): (path: readonly PropertyKey[]) => string {
  const yaml = readYaml(text, sourceName, MAX_TOKENS);
  return (path) => {
    if (!yaml.ok) return `${sourceName}:1:1`;
    const { line, column } = locateNode(yaml.document, yaml.lines, path);
    return `${sourceName}:${line}:${column}`;
  };
}

/** An alias shows the same finding wherever it stands. */
function isFirst({ where, message }: CampaignFileError, index: number, all: readonly CampaignFileError[]): boolean {
  return all.findIndex((other) => other.where === where && other.message === message) === index;
}

function soundParts(content: unknown): SoundParts {
  if (typeof content !== 'object' || content === null) return {};
  const file = content as Record<string, unknown>;
  const { devices, workloads, factors } = campaignSpec.shape;
  return {
    devices: devices.safeParse(file.devices).data,
    workloads: workloads.safeParse(file.workloads).data,
    factors: factors.safeParse(soundFactors(file.factors)).data,
  };
}

/** Those factors that can be read. */
function soundFactors(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const schemas: Readonly<Record<string, z.ZodType>> = campaignFactors.shape;
  return Object.fromEntries(
    Object.entries(raw).filter(
      ([name, value]) => Object.hasOwn(schemas, name) && schemas[name]!.safeParse(value).success,
    ),
  );
}
