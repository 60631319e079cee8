import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './node.mjs'
import { CACHE } from './places.mjs'
import { build } from './prepare.mjs'
import { Stop } from './stop.mjs'
import { closingLine, countPlaywright, countVitest, wholeStep } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */
/** A step gives what it counted. @typedef {{ name: string, run: () => Promise<Tally> }} Step */

/** @param {string} name @param {readonly string[]} argv @returns {Step} */
const tool = (name, argv) => ({ name, run: async () => wholeStep(await showingFailure(argv)) })

/** @type {readonly Step[]} */
const CHECK = [
  tool('Format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']),
  tool('Types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']),
  tool('Boundaries and purity', ['scripts/check-architecture.ts']),
  tool('Dead code', ['node_modules/knip/bin/knip.js']),
  vitest('Unit tests', 'unit'),
]

/** @type {readonly Step[]} */
const TEST = [
  ...CHECK,
  vitest('Database tests', 'db'),
  vitest('Slow tests', 'slow'),
  { name: 'Browser tests', run: () => browserTests([]) },
]

export const check = () => inTurn(CHECK)
export const test = () => inTurn(TEST)

/** @param {readonly string[]} args for Playwright */
export async function e2e(args) {
  const tally = await browserTests(args)
  console.log(closingLine([tally]))
  if (tally.failed > 0) throw new Stop('')
}

/** Every step, also after one that failed: a newcomer wants to see it all. @param {readonly Step[]} steps */
async function inTurn(steps) {
  const tallies = []
  for (const { name, run } of steps) {
    const began = performance.now()
    process.stderr.write(`${name} …\n`)
    const tally = await run()
    const took = `${((performance.now() - began) / 1000).toFixed(1)} s`
    process.stderr.write(`${tally.failed === 0 ? '✓' : '✗'} ${name} ${took}\n`)
    tallies.push(tally)
  }
  console.log(closingLine(tallies))
  if (tallies.some(({ failed }) => failed > 0)) throw new Stop('')
}

/** @param {string} name @param {string} project @returns {Step} */
function vitest(name, project) {
  const report = join(CACHE, 'tests', `${project}.json`)
  const argv = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests']
  return {
    name,
    run: async () => {
      rmSync(report, { force: true })
      const code = await showingFailure([...argv, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`])
      return countVitest(code, read(report))
    },
  }
}

/** @param {readonly string[]} args @returns {Promise<Tally>} */
async function browserTests(args) {
  try {
    await build()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    return wholeStep(1)
  }
  const { code: noBrowser } = await runNode(['scripts/browser/ensure-browser.ts'])
  if (noBrowser) return wholeStep(1)
  const report = join(CACHE, 'tests', 'e2e.json')
  rmSync(report, { force: true })
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = report
  const { code } = await runNode(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', ...args])
  return countPlaywright(code, read(report))
}

/** @param {readonly string[]} argv @returns {Promise<number>} */
async function showingFailure(argv) {
  const { code, output } = await runNode(argv, { quiet: true })
  if (code !== 0) console.error(output.trim())
  return code
}

/** @param {string} file @returns {any} null when the runner ended without writing it */
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)
