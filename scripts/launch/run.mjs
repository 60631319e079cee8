import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { ROOT } from './places.mjs'

/**
 * Runs a program to its end and gives its exit code (128 + n for a signal) and, unless it shares our terminal, what it said.
 * Ctrl-C reaches it from the terminal; a signal sent to us alone is passed on.
 * @param {string} file @param {readonly string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(file, args, { quiet = false, env = process.env } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { cwd: ROOT, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    const wait = () => {}
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => child.kill(signal)
    process.on('SIGINT', wait)
    process.on('SIGTERM', pass)
    process.on('SIGHUP', pass)
    child.once('error', fail)
    child.once('close', (code, signal) => {
      process.off('SIGINT', wait)
      process.off('SIGTERM', pass)
      process.off('SIGHUP', pass)
      done({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), output })
    })
  })
}
