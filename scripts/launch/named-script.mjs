import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { become } from './node.mjs'
import { ROOT } from './places.mjs'
import { build, client, packages } from './prepare.mjs'
import { Stop } from './stop.mjs'

/**
 * Runs `scripts/<kind>/<NAME>.ts`, or says which there are. What several of them share lives in folders below.
 * @param {string} kind @returns {(args: string[]) => Promise<void>}
 */
export const namedScript =
  (kind) =>
  async ([name = '', ...args]) => {
    const folder = join(ROOT, 'scripts', kind)
    const names = existsSync(folder) ? namesIn(readdirSync(folder)) : []
    if (!names.includes(name))
      throw new Stop(`Name one, as in \`npm run ${kind} -- NAME\`: ${names.join(', ') || 'there is none yet'}.`)
    for (const prepare of [packages, client, build]) await prepare()
    await become(`scripts/${kind}/${name}.ts`, args)
  }

/** @param {readonly string[]} files */
export const namesIn = (files) =>
  files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
