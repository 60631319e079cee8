import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { npm } from './npm.mjs'
import { CACHE } from './places.mjs'
import { withProgress } from './progress.mjs'
import { run } from './run.mjs'
import { Stop } from './stop.mjs'

const OLDEST = { major: 22, minor: 18 }
const BROUGHT = join(CACHE, 'node/node_modules/.bin/node')

/**
 * Where this Node is too old to run TypeScript, brings Node 24 from the npm registry into the project's cache, starts the
 * launcher again with it and ends this one with its exit code.
 */
export async function bringNode() {
  if (isEnough(process.versions.node)) return
  if (!existsSync(BROUGHT))
    await withProgress(`Bringing Node 24, because this is ${process.version}`, () =>
      npm(
        ['install', '--prefix', join(CACHE, 'node'), '--no-save', 'node@24'],
        `Wavegate needs Node ${OLDEST.major}.${OLDEST.minor} or newer, this is ${process.version}, and npm could not bring Node 24`,
      ),
    )
  const env = { ...process.env, PATH: `${dirname(BROUGHT)}:${process.env.PATH}` }
  const { code } = await run(BROUGHT, process.argv.slice(1), { env })
  throw new Stop('', code)
}

/** @param {string} version as in `22.18.0` */
export function isEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)
}
