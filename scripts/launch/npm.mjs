import { run } from './run.mjs'
import { Stop } from './stop.mjs'

/**
 * Runs npm quietly. Throws `Stop` with `otherwise` and npm's own reason when it is absent or fails.
 * @param {readonly string[]} args @param {string} otherwise one clause: what could not be done
 */
export async function npm(args, otherwise) {
  // npm names its own program to what it runs; without it, it is looked for on the path.
  const script = process.env.npm_execpath
  const [file, before] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  const all = [...before, ...args, '--no-audit', '--no-fund', '--loglevel=error']
  const { code, output } = await run(file, all, { quiet: true }).catch(() => {
    throw new Stop(`${otherwise} (there is no npm): install Node 24 together with its npm.`)
  })
  if (code !== 0) throw new Stop(`${otherwise} (${reasonOf(output)}): look at the network and run it again.`)
}

/** The line of npm's complaint that names the cause. @param {string} output */
export function reasonOf(output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
  const telling = lines.filter((line) => line && !/^(code|errno|syscall|A complete log|If you|This is) /.test(line))
  const code = /^npm (?:error|ERR!) code (\S+)/m.exec(output)?.[1]
  return [code, telling[0]].filter(Boolean).join(': ') || 'npm gave no reason'
}
