import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FITTED_PARAMETERS } from '../src/physics/parameters';
import type { Expectations } from './expectations';
import { workloadGoals } from './fit-all';
import { fitImplementation } from './fit-implementation';
import { fitWorkload } from './fit-workload';

const FIXTURE = join(__dirname, '../../../test/fixtures/paper/expectations.json');
const expectations = JSON.parse(readFileSync(FIXTURE, 'utf8')) as Expectations;

describe('the stored parameters', () => {
  it.each(['jetson-nano', 'jetson-orin-nx'] as const)('are what the fit finds for YOLOv4-Tiny on %s', (deviceClass) => {
    const goals = workloadGoals(FITTED_PARAMETERS, deviceClass, 'yolov4tiny', expectations);
    const again = fitWorkload(FITTED_PARAMETERS, deviceClass, 'yolov4tiny', expectations, goals);
    const withLoads = fitImplementation(again, expectations);
    expect(withLoads.workloads[deviceClass].yolov4tiny).toEqual(FITTED_PARAMETERS.workloads[deviceClass].yolov4tiny);
  });

  it('are what the fit finds for loading, graph modes and runtimes', () => {
    const again = fitImplementation(FITTED_PARAMETERS, expectations);
    expect(again.implementation).toEqual(FITTED_PARAMETERS.implementation);
  });
});
