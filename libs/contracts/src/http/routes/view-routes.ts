import { defineRoutes } from '../route';
import { batchesQuery, batchesView } from '../views/batches';
import { devicesQuery, devicesView } from '../views/devices';
import { frontQuery, frontView } from '../views/front';
import { governorsQuery, governorsView } from '../views/governors';
import { implementationsQuery, implementationsView } from '../views/implementations';
import { phasesQuery, phasesView } from '../views/phases';
import { sweepQuery, sweepView } from '../views/sweep';
import { topologyQuery, topologyView } from '../views/topology';

const PROBLEMS = {
  campaign_unknown: 'no campaign visible to the caller has this id or prefix',
  campaign_ambiguous: 'the prefix matches several campaigns',
};

export const viewRoutes = defineRoutes({
  showTopology: {
    method: 'GET',
    path: '/v1/campaigns/:id/topology',
    summary: 'Show energy, latency or power over CPU and GPU clock, with the optimum and what cannot be told from it.',
    scope: 'campaigns:read',
    query: topologyQuery,
    answer: topologyView,
    status: 200,
    problems: PROBLEMS,
  },
  showSweep: {
    method: 'GET',
    path: '/v1/campaigns/:id/sweep',
    summary: 'Show power, latency and energy along one clock with the other held.',
    scope: 'campaigns:read',
    query: sweepQuery,
    answer: sweepView,
    status: 200,
    problems: PROBLEMS,
  },
  showBatches: {
    method: 'GET',
    path: '/v1/campaigns/:id/batches',
    summary: 'Show the effect of the batch size, and the joint optimum over clocks and batch sizes.',
    scope: 'campaigns:read',
    query: batchesQuery,
    answer: batchesView,
    status: 200,
    problems: PROBLEMS,
  },
  showDevices: {
    method: 'GET',
    path: '/v1/campaigns/:id/devices',
    summary: 'Hold devices against one another: at their optima, under their governors, at equal latency.',
    scope: 'campaigns:read',
    query: devicesQuery,
    answer: devicesView,
    status: 200,
    problems: PROBLEMS,
  },
  showFront: {
    method: 'GET',
    path: '/v1/campaigns/:id/front',
    summary: 'Show Pareto fronts of energy and time within and across devices and models.',
    scope: 'campaigns:read',
    query: frontQuery,
    answer: frontView,
    status: 200,
    problems: PROBLEMS,
  },
  showImplementations: {
    method: 'GET',
    path: '/v1/campaigns/:id/implementations',
    summary: 'Hold graph modes, runtimes and other options against their controls, with loading.',
    scope: 'campaigns:read',
    query: implementationsQuery,
    answer: implementationsView,
    status: 200,
    problems: PROBLEMS,
  },
  showGovernors: {
    method: 'GET',
    path: '/v1/campaigns/:id/governors',
    summary: 'Hold governors against one another, with where they held the clocks.',
    scope: 'campaigns:read',
    query: governorsQuery,
    answer: governorsView,
    status: 200,
    problems: PROBLEMS,
  },
  showPhases: {
    method: 'GET',
    path: '/v1/campaigns/:id/phases',
    summary: 'Show energy, time and power of loading, warming up and inference for each cell.',
    scope: 'campaigns:read',
    query: phasesQuery,
    answer: phasesView,
    status: 200,
    problems: PROBLEMS,
  },
});
