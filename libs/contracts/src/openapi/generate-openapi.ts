import type { Route } from '../http/route';
import { describeOperation, templateOf } from './describe-operation';
import { describeCommonProblems } from './describe-responses';
import { describeSchemas, type JsonObject } from './describe-schemas';

const DESCRIPTION = `The API of Joulefleet's controller. Every error is a problem document (RFC 9457) with a stable \`code\`,
whose fault it is (\`origin\`) and whether the same request may succeed later (\`transient\`). Units stand in the names:
\`powerMw\`, \`energyMj\`, \`durationMs\`, \`cpuKhz\`, \`gpuHz\`. Answers may get more members in later versions.`;

const SECURITY_SCHEMES = {
  apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'jf_<id>_<secret>', description: 'An API key.' },
  session: { type: 'apiKey', in: 'cookie', name: 'joulefleet_session', description: 'A browser that is logged in.' },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description: 'With a session, for whatever changes something.',
  },
};

const HEADERS = {
  RequestId: {
    description: 'Names the request in the log, in problems and in the audit log: the one that was sent, or a new one.',
    schema: { type: 'string', maxLength: 64 },
  },
};

/** The OpenAPI 3.1 document of these routes. `version` is that of the program. */
export function generateOpenApi(routes: readonly Route[], version: string): JsonObject {
  const schemas = describeSchemas(routes);
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    const path = (paths[templateOf(route.path)] ??= {});
    path[route.method.toLowerCase()] = describeOperation(route, schemas);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Joulefleet',
      version,
      description: DESCRIPTION.replaceAll('\n', ' '),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: schemas.components,
      responses: describeCommonProblems(schemas),
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}
