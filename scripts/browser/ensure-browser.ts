import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { NONE } from './choose-browser.ts'
import { findBrowser } from './find-browser.ts'

/** Before the browser tests: finds a browser or installs one, or says in a sentence how to, with an exit code. */
const INSTALLERS: readonly (readonly [string, ...string[]])[] = [
  ['npx', 'playwright', 'install', 'chromium'],
  ...(process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
    ? ([['apt-get', 'install', '-y', '--no-install-recommends', 'chromium']] as const)
    : []),
]

let choice = findBrowser()
for (const [program, ...args] of INSTALLERS) {
  // A name that somebody gave and that is wrong is theirs to correct.
  if (choice.found || choice.because !== NONE) break
  console.error(`Installing a browser for the tests (${program} ${args.join(' ')}) …`)
  spawnSync(program, args, { stdio: 'ignore', timeout: 5 * 60_000 })
  choice = findBrowser()
}
if (!choice.found) {
  console.error(choice.because)
  process.exit(1)
}
