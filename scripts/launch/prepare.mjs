import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isInstalled } from './installed.mjs'
import { runNode } from './node.mjs'
import { npm } from './npm.mjs'
import { ROOT } from './places.mjs'
import { withProgress } from './progress.mjs'
import { Stop } from './stop.mjs'
import { whenChanged } from './when-changed.mjs'

/** What a command may need before it runs; each does nothing when there is nothing to do. */

export async function packages() {
  if (isInstalled(json('package-lock.json') ?? {}, json('node_modules/.package-lock.json'))) return
  await withProgress('Installing packages (npm ci)', () => npm(['ci'], 'The packages could not be installed'))
}

export const client = () =>
  whenChanged({
    name: 'client',
    inputs: ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'],
    output: 'server/adapters/prisma/generated/client.ts',
    make: () =>
      withProgress('Generating the database client', () =>
        must(['node_modules/prisma/build/index.js', 'generate'], 'The database client could not be generated'),
      ),
  })

export const build = () =>
  whenChanged({
    name: 'build',
    inputs: [
      'app',
      'components',
      'public',
      'server/adapters/prisma',
      'server/domain',
      'server/protocol',
      'server/queries',
      'prisma/schema.prisma',
      'next.config.ts',
      'postcss.config.mjs',
      'tsconfig.json',
      'package-lock.json',
    ],
    output: '.next/BUILD_ID',
    make: () => {
      // Left by the development server; they name routes that may be gone.
      rmSync(join(ROOT, '.next/dev/types'), { recursive: true, force: true })
      return withProgress('Building the dashboard', () =>
        must(['node_modules/next/dist/bin/next', 'build'], 'The dashboard could not be built'),
      )
    },
  })

/** @param {readonly string[]} argv @param {string} otherwise */
async function must(argv, otherwise) {
  const { code, output } = await runNode(argv, { quiet: true })
  if (code !== 0) throw new Stop(`${output.trim()}\n${otherwise}: the lines above say why.`)
}

/** @param {string} path @returns {any} null when it is not there */
function json(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
  } catch {
    return null
  }
}
