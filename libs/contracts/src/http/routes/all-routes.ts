import type { Route } from '../route';
import { accessRoutes } from './access-routes';
import { answerRoutes } from './answer-routes';
import { calibrationRoutes } from './calibration-routes';
import { campaignRoutes } from './campaign-routes';
import { comparisonRoutes } from './comparison-routes';
import { courseRoutes } from './course-routes';
import { deviceRoutes } from './device-routes';
import { eventRoutes } from './event-routes';
import { healthRoutes } from './health-routes';
import { identityRoutes } from './identity-routes';
import { noticeRoutes } from './notice-routes';
import { scheduleRoutes } from './schedule-routes';
import { systemRoutes } from './system-routes';
import { trialRoutes } from './trial-routes';
import { viewRoutes } from './view-routes';

const TABLES: readonly Readonly<Record<string, Route>>[] = [
  systemRoutes,
  healthRoutes,
  accessRoutes,
  deviceRoutes,
  identityRoutes,
  calibrationRoutes,
  campaignRoutes,
  trialRoutes,
  courseRoutes,
  comparisonRoutes,
  answerRoutes,
  viewRoutes,
  scheduleRoutes,
  noticeRoutes,
  eventRoutes,
];

/** All endpoints of the API. */
export const ALL_ROUTES: readonly Route[] = TABLES.flatMap((table) => Object.values(table));
