/** Stands in a campaign file for what a device or a workload has by itself: as accepted at enrollment, or as the workload comes. */
export const DEFAULT_LEVEL = 'default';
