'use strict';

/**
 * Which room may import which. One rule, one sentence; test/check/import-rules.spec.ts shows each of them failing.
 * Specs, test/ and bench/ may import anything but are held to the same package rules where they are product code.
 */
const SPEC = '\\.spec\\.ts$';
const PRODUCT = '^(apps|libs)/';
const ADAPTERS = 'store|queue|remote|platform';

function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from: { ...from, pathNot: [SPEC, ...(from.pathNot ?? [])] }, to };
}

/** A package that one room alone may import. */
function onlyIn(name, rooms, packages) {
  const from = { path: PRODUCT, pathNot: rooms.map((room) => `^${room}/`) };
  const comment = `Only ${rooms.join(' and ')} may import ${packages.join(', ')}.`;
  return forbid(name, comment, from, { path: packages.map((each) => `(^|/)node_modules/(@types/)?${each}/`) });
}

const layers = [
  forbid(
    'core-is-pure',
    'Core imports nothing but core; of Node, only what computes: hashes and compression.',
    { path: '^libs/core/' },
    { pathNot: ['^libs/core/', '^(node:)?(crypto|zlib)$'] },
  ),
  forbid(
    'contracts-are-schemas',
    'Contracts import core, zod, yaml to name lines of a file, and CEL for its conditions; of Node, only what computes.',
    { path: '^libs/contracts/' },
    {
      pathNot: [
        '^libs/(contracts|core)/',
        '(^|/)node_modules/(zod|yaml|@marcbachmann/cel-js)/',
        '^(node:)?(crypto|zlib)$',
      ],
    },
  ),
  forbid(
    'adapters-stand-alone',
    'An adapter imports core and contracts, never another adapter or a use case.',
    { path: `^libs/(${ADAPTERS})/` },
    { path: '^libs/', pathNot: ['^libs/(core|contracts)/', '^libs/$1/'] },
  ),
  forbid(
    'cli-talks-http',
    'The command line is a client: of the libraries it imports contracts, core and figures only.',
    { path: '^apps/cli/' },
    { path: '^libs/', pathNot: '^libs/(core|contracts|figures)/' },
  ),
  forbid(
    'web-talks-http',
    'The web interface is a client: of the libraries it loads core and figures, which are pure, and takes types of contracts.',
    { path: '^apps/web/' },
    { path: '^libs/', pathNot: '^libs/(core|figures)/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'figures-are-pure',
    'Figures import core and contracts: they are texts made of data.',
    { path: '^libs/figures/' },
    { pathNot: '^libs/(figures|core|contracts)/' },
  ),
  forbid('libs-below-apps', 'A library never imports an application.', { path: '^libs/' }, { path: '^apps/' }),
  forbid(
    'apps-stand-alone',
    'An application never imports another.',
    { path: '^apps/([^/]+)/' },
    { path: '^apps/', pathNot: '^apps/$1/' },
  ),
  forbid(
    'product-below-tests',
    'Product code imports no test and no benchmark.',
    { path: PRODUCT },
    { path: '^(test|bench)/' },
  ),
  forbid(
    'through-the-front-door',
    'Another library is imported by its name, not by a path into it.',
    { path: '^(?:apps|libs)/([^/]+)/' },
    { path: '^libs/[^/]+/src/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
  ),
];

const packages = [
  onlyIn('only-store-knows-postgres', ['libs/store'], ['pg', '@prisma']),
  onlyIn('only-queue-knows-redis', ['libs/queue'], ['bullmq', '@nestjs/bullmq', 'ioredis']),
  onlyIn('only-schedules-know-cron', ['libs/schedules'], ['croner']),
  onlyIn('only-notices-know-mail', ['libs/notices'], ['nodemailer']),
  onlyIn('only-remote-knows-ssh', ['libs/remote', 'apps/twin'], ['ssh2']),
  forbid(
    'no-development-package',
    'Product code imports no package that an installation leaves out.',
    { path: PRODUCT },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  ),
];

const shape = [
  forbid(
    'no-cycle',
    'Files that import each other in a circle cannot be understood one by one.',
    {},
    { circular: true },
  ),
  forbid(
    'no-orphan',
    'A file that nobody imports and that imports nobody is left over.',
    {
      orphan: true,
      pathNot: [
        '(^|/)(index|main)\\.tsx?$',
        '\\.d\\.ts$',
        '\\.json$',
        '^test/testkit/(summary-reporter|slow-files-first)\\.js$',
      ],
    },
    {},
  ),
  forbid('resolvable', 'What is imported exists.', {}, { couldNotResolve: true }),
  forbid(
    'no-vague-name',
    'A file is named for what it does.',
    {},
    { path: `${PRODUCT}.*/(utils?|helpers?|common|shared|misc|[^/]*manager)(\\.ts|/)` },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...layers, ...packages, ...shape],
  options: {
    doNotFollow: { path: ['node_modules', '/generated/'] },
    exclude: { path: ['^dist/', '/fixtures/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
