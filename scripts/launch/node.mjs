import { join } from 'node:path'
import { CACHE, ROOT } from './places.mjs'
import { run } from './run.mjs'
import { Stop } from './stop.mjs'

/** Starts faster the second time; and what Node calls experimental is decided here, not by whoever starts Wavegate. */
const FLAGS = ['--disable-warning=ExperimentalWarning']

/** @param {Record<string, string>} [more] */
export const environment = (more = {}) => ({
  ...process.env,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(CACHE, 'compiled'),
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  ...more,
})

/**
 * Becomes the given program: it takes over this process where the platform can, so that signals and a kill meet it directly.
 * @param {string} script @param {readonly string[]} args @param {Record<string, string>} [more]
 */
export async function become(script, args, more) {
  const argv = [process.execPath, ...FLAGS, join(ROOT, script), ...args]
  const env = environment(more)
  if (process.execve) {
    process.chdir(ROOT)
    process.execve(process.execPath, argv, env)
  }
  const { code } = await run(process.execPath, argv.slice(1), { env })
  if (code !== 0) throw new Stop('', code)
}

/** Runs a script with Node and waits. @param {readonly string[]} argv @param {{ quiet?: boolean }} [options] */
export const runNode = (argv, options = {}) =>
  run(process.execPath, [...FLAGS, ...argv], { ...options, env: environment() })
