// The import map of docs/architecture.md, as rules. Imports point down; facts flow up as events.
const mayImport = {
  workspace: [],
  networks: ['workspace'],
  people: ['workspace'],
  analytics: ['workspace'],
  effort: ['workspace'],
  links: ['workspace', 'analytics'],
  shop: ['workspace', 'analytics', 'people', 'links'],
  publishing: ['workspace', 'networks', 'links', 'effort'],
  listening: ['workspace', 'networks', 'people'],
  inbox: ['workspace', 'networks', 'people', 'links', 'shop', 'effort'],
}
const below = Object.keys(mayImport)
mayImport.payback = below
mayImport.experiments = ['workspace', 'shop', 'publishing']
mayImport.coach = [...below, 'payback']
mayImport.reports = [...below, 'payback', 'coach']

const moduleRules = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `module-${name}`,
  severity: 'error',
  comment: `${name} may import ${allowed.join(', ') || 'no module'}; a sideways wish is an event (src/apps/reactions.ts).`,
  from: { path: `^src/modules/${name}/` },
  to: { path: '^src/modules/', pathNot: `^src/modules/(${[name, ...allowed].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...moduleRules,
    {
      name: 'front-doors-only',
      severity: 'error',
      comment: "Others see a module's index.ts only.",
      from: { path: '^src/modules/([^/]+)/', pathNot: '[.]test[.]ts$' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index[.]ts$'] },
    },
    {
      name: 'front-doors-only-from-apps',
      severity: 'error',
      from: { path: '^(src/apps|demo|bench)/' },
      to: { path: '^src/modules/[^/]+/', pathNot: '^src/modules/[^/]+/index[.]ts$' },
    },
    { name: 'platform-knows-no-business', severity: 'error', from: { path: '^src/platform/' }, to: { path: '^src/(modules|apps)/' } },
    { name: 'contract-imports-nothing-of-ours', severity: 'error', from: { path: '^src/contract/' }, to: { path: '^(src/(?!contract)|web|demo|tracker)' } },
    { name: 'modules-do-not-see-apps', severity: 'error', from: { path: '^src/modules/' }, to: { path: '^src/apps/' } },
    { name: 'tracker-imports-nothing', severity: 'error', from: { path: '^tracker/(?!build|.*[.]test[.]ts$)' }, to: { path: '.', pathNot: '^tracker/' } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-test-in-product', severity: 'error', from: { pathNot: '([.]test[.]ts$|^tests/|^bench/|conformance|for-tests)' }, to: { path: '([.]test[.]ts$|^tests/)' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.server.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
