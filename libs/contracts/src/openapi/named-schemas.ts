import * as z from 'zod';
import * as facts from '../agent/facts';
import * as live from '../agent/live';
import * as runtimes from '../agent/runtimes';
import * as levels from '../factors/level-schemas';
import * as access from '../http/access';
import * as answer from '../http/answer';
import * as budget from '../http/budget';
import * as calibration from '../http/calibration';
import * as campaign from '../http/campaign';
import * as comparison from '../http/comparison';
import * as conditions from '../http/conditions';
import * as device from '../http/device';
import * as doctor from '../http/doctor';
import * as estimate from '../http/estimate';
import * as event from '../http/event';
import * as grade from '../http/grade';
import * as grid from '../http/grid';
import * as identity from '../http/identity';
import * as installation from '../http/installation';
import * as interval from '../http/interval';
import * as inventory from '../http/inventory';
import * as lanes from '../http/lanes';
import * as notice from '../http/notice';
import * as problem from '../http/problem';
import * as recompute from '../http/recompute';
import * as report from '../http/report';
import * as nightBisect from '../http/night-bisect';
import * as nightChanges from '../http/night-changes';
import * as search from '../http/search';
import * as schedule from '../http/schedule';
import * as trial from '../http/trial';
import * as batchViews from '../http/views/batches';
import * as deviceViews from '../http/views/devices';
import * as frontViews from '../http/views/front';
import * as governorViews from '../http/views/governors';
import * as implementationViews from '../http/views/implementations';
import * as phaseViews from '../http/views/phases';
import * as sweepViews from '../http/views/sweep';
import * as topologyViews from '../http/views/topology';
import * as views from '../http/views/view';
import type { Route } from '../http/route';

const MODULES: readonly object[] = [
  facts,
  live,
  runtimes,
  levels,
  access,
  answer,
  budget,
  calibration,
  campaign,
  comparison,
  conditions,
  device,
  doctor,
  estimate,
  event,
  grade,
  grid,
  identity,
  installation,
  interval,
  inventory,
  lanes,
  notice,
  problem,
  recompute,
  report,
  nightBisect,
  nightChanges,
  schedule,
  search,
  trial,
  batchViews,
  deviceViews,
  frontViews,
  governorViews,
  implementationViews,
  phaseViews,
  sweepViews,
  topologyViews,
  views,
];

/**
 * Names of schemas in OpenAPI: an object that the contract exports has the name of its export (`deviceView` is DeviceView),
 * a body or an answer without one that of its operation.
 */
export function nameSchemas(routes: readonly Route[]): Map<z.ZodType, string> {
  const exported = MODULES.flatMap((module) => Object.entries(module) as [string, unknown][]);
  const names = new Map<z.ZodType, string>();
  for (const [name, schema] of exported) if (isObjectSchema(schema)) names.set(schema, capitalised(name));
  for (const { id, body, answer } of routes) {
    if (body && !names.has(body)) names.set(body, `${capitalised(id)}Request`);
    if (answer && !names.has(answer)) names.set(answer, `${capitalised(id)}Answer`);
  }
  return names;
}

function isObjectSchema(value: unknown): value is z.ZodType {
  return value instanceof z.ZodObject || value instanceof z.ZodDiscriminatedUnion;
}

function capitalised(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
