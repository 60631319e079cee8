import { bringNode } from './bring-node.mjs'
import { COMMANDS } from './commands.mjs'
import { Stop } from './stop.mjs'

/** Prepares what a command needs, then becomes it. @param {string[]} argv the command and its arguments */
export async function launch([name = '', ...args]) {
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (!command) throw new Stop(`There is no command ${name}: it is one of ${Object.keys(COMMANDS).join(', ')}.`)
    await bringNode()
    for (const prepare of command.needs) await prepare()
    await command.run(args)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    if (error.message) console.error(error.message)
    process.exitCode = error.code
  }
}
