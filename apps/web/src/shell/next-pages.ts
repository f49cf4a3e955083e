/** Pages that are mostly opened after the first one; the build puts those of a kind into one file (`scripts/setup/build-web.mjs`). */
export const loadFleet = () => import('../pages/fleet');
export const loadDevice = () => import('../pages/device/device');
export const loadCampaigns = () => import('../pages/campaigns');
export const loadCampaign = () => import('../pages/campaign');
export const loadTrials = () => import('../pages/trials/trials');
export const loadResults = () => import('../pages/results/results');
export const loadSchedules = () => import('../pages/schedules/schedules');
export const loadSchedule = () => import('../pages/schedules/schedule');

/** One page of each file. */
const NEXT = [loadCampaigns, loadFleet, loadResults, loadSchedules];

/** Not every browser says when it has nothing else to do. */
const whenIdle = 'requestIdleCallback' in window ? requestIdleCallback : (work: () => void) => setTimeout(work, 1_000);

/** Loads them one after the other while the browser has nothing else to do, so that a click does not wait for them. */
export function loadNextPages([load, ...others] = NEXT): void {
  // One that cannot be loaded says so when it is opened.
  if (load)
    whenIdle(
      () =>
        void load().then(
          () => loadNextPages(others),
          () => undefined,
        ),
    );
}
