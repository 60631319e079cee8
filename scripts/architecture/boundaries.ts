/** `imports` are areas, files, `npm` (any package) or one package by name; an area may always import itself. */
export type Area = { imports: readonly string[]; node?: true }

/**
 * Who may import whom. What is not listed is an error. An area is a folder with everything in it down to the next area
 * listed; `*` is one name, and the row with the longest match holds. Tests are free: see `judgeImport`.
 */
export const AREAS: Readonly<Record<string, Area>> = {
  'server/protocol': { imports: ['zod'] },
  // Pure as the rest of it: calendars with daylight saving are nothing to write oneself.
  'server/domain': { imports: ['server/protocol', 'temporal-polyfill'] },
  'server/engine': { imports: ['server/domain', 'server/protocol'] },
  'server/commands': {
    imports: ['server/domain', 'server/protocol', 'server/engine/ports.ts', 'server/adapters/prisma'],
  },
  'server/queries': { imports: ['server/domain', 'server/protocol', 'server/adapters/prisma', 'npm'] },
  'server/adapters': {
    imports: [
      'server/config.ts',
      'server/protocol',
      'server/domain',
      'server/engine',
      'server/commands',
      'server/queries',
      'npm',
    ],
    node: true,
  },
  // The one room both halves enter: the real engine of the server and the real agent under one clock. The agent's ports are
  // simulated here, so of its adapters nothing comes in.
  'server/sim': {
    imports: [
      'server/commands',
      'server/engine',
      'server/domain',
      'server/protocol',
      'agent/engine',
      'agent/slots',
      'agent/health',
      'agent/fleet/seeded-random.ts',
      'agent/run.ts',
      'agent/ports.ts',
      'fast-check',
    ],
    node: true,
  },
  'server/config.ts': { imports: ['server/protocol', 'zod'], node: true },
  'server/main.ts': { imports: ['server/config.ts', 'server/adapters'], node: true },
  'agent/engine': { imports: ['server/protocol', 'zod'] },
  'agent/guard': { imports: ['agent/engine'], node: true },
  'agent/slots': { imports: ['agent/engine', 'agent/guard', 'server/protocol'], node: true },
  'agent/health': { imports: ['agent/engine', 'agent/ports.ts', 'server/protocol'], node: true },
  'agent/adapters': {
    imports: [
      'agent/engine',
      'agent/guard',
      'agent/slots',
      'agent/health',
      'agent/ports.ts',
      'agent/run.ts',
      'agent/config.ts',
      'server/protocol',
      'npm',
    ],
    node: true,
  },
  'agent/fleet': {
    imports: [
      'scripts/artifact',
      'agent/engine',
      'agent/guard',
      'agent/slots',
      'agent/health',
      'agent/adapters',
      'agent/ports.ts',
      'agent/run.ts',
      'agent/config.ts',
      'server/protocol',
      'npm',
    ],
    node: true,
  },
  'agent/testing': { imports: ['agent', 'scripts/artifact', 'server/protocol', 'npm'], node: true },
  'agent/sample': { imports: [], node: true },
  'agent/ports.ts': { imports: ['agent/engine', 'agent/slots', 'agent/health', 'server/protocol'] },
  'agent/run.ts': { imports: ['agent/engine', 'agent/slots', 'agent/health', 'agent/ports.ts', 'server/protocol'] },
  'agent/config.ts': { imports: ['server/protocol', 'zod'], node: true },
  'agent/main.ts': {
    imports: [
      'agent/engine',
      'agent/guard',
      'agent/slots',
      'agent/health',
      'agent/adapters',
      'agent/ports.ts',
      'agent/run.ts',
      'agent/config.ts',
      'server/protocol',
      'npm',
    ],
    node: true,
  },
  'components/ui': { imports: ['npm'] },
  'components/status': { imports: ['components/ui', 'components/live', 'components/charts', 'server/protocol', 'npm'] },
  'components/live': { imports: ['components/ui', 'components/status', 'components/charts', 'server/protocol', 'npm'] },
  'components/charts': { imports: ['components/ui', 'components/status', 'components/live', 'server/protocol', 'npm'] },
  // The field of the one selector language: whatever chooses devices uses it.
  'components/selector': {
    imports: ['components/ui', 'components/live', 'components/paths.ts', 'server/protocol', 'npm'],
  },
  'components/paths.ts': { imports: ['server/protocol'] },
  'components/*': {
    imports: [
      'components/ui',
      'components/status',
      'components/live',
      'components/charts',
      'components/selector',
      'components/paths.ts',
      'server/protocol',
      'npm',
    ],
  },
  app: { imports: ['components', 'server/queries', 'server/protocol', 'npm'], node: true },
  e2e: { imports: ['server/sim', 'server/protocol', 'scripts', 'npm'], node: true },
  scripts: { imports: ['server', 'agent', 'npm'], node: true },
  '*.config.ts': { imports: ['scripts', 'npm'], node: true },
}

/** A package that only one area may import. */
export const RESERVED: Readonly<Record<string, string>> = { recharts: 'components/charts' }
