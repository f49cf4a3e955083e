import { EXPECTATIONS as expectations } from '@joulefleet/core';
import { FITTED_PARAMETERS } from '../src/physics/parameters';
import { workloadGoals } from './fit-all';
import { fitImplementation } from './fit-implementation';
import { fitWorkload } from './fit-workload';

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
