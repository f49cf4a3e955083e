import * as z from 'zod';
import { installationView } from '../installation';
import { defineRoutes } from '../route';

/** Endpoints about the API itself. */
export const systemRoutes = defineRoutes({
  showOpenApi: {
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'Get this document: all endpoints, in OpenAPI 3.1.',
    scope: 'open',
    answer: z.record(z.string(), z.unknown()),
    status: 200,
  },
  showInstallation: {
    method: 'GET',
    path: '/v1/installation',
    summary: 'Show what the controller runs on: PostgreSQL, Redis, and how much room data takes and the disk has.',
    scope: 'metrics:read',
    answer: installationView,
    status: 200,
  },
  showMetrics: {
    method: 'GET',
    path: '/v1/metrics',
    summary: 'Get metrics in the Prometheus text format.',
    scope: 'metrics:read',
    openWithoutDatabase: true,
    answer: z.string(),
    contentType: 'text/plain; charset=utf-8; version=0.0.4',
    status: 200,
  },
});
