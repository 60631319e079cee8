import { Command, CommanderError } from 'commander'
import { Cli, type World } from './cli.ts'
import { approvalCommands } from './commands/approvals.ts'
import { artifactCommands } from './commands/artifacts.ts'
import { configCommands } from './commands/config.ts'
import { deviceCommands } from './commands/devices.ts'
import { driftCommands } from './commands/drift.ts'
import { freezeCommands } from './commands/freezes.ts'
import { ledgerCommands } from './commands/ledger.ts'
import { lobbyCommands } from './commands/lobby.ts'
import { planCommand } from './commands/plan.ts'
import { plansCommands } from './commands/plans.ts'
import { registryCommands } from './commands/registry.ts'
import { releaseCommands } from './commands/releases.ts'
import { scanCommands } from './commands/scan.ts'
import { sessionCommands } from './commands/session.ts'
import { snapshotCommands } from './commands/snapshots.ts'
import { tokenCommands } from './commands/tokens.ts'
import { whyCommand } from './commands/why.ts'
import { windowCommands } from './commands/windows.ts'
import { EXIT, exitCodeOf, Unmet } from './failures.ts'

const HERE: World = {
  env: process.env,
  stdin: process.stdin,
  streams: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
}

/** Every command there is. */
export function commandLine(world: World): Command {
  const program = new Command('wavegate')
    .description('Moves fleets of edge devices to new releases, over the API of a Wavegate server.')
    .option('--server <url>', 'the server to ask; also WAVEGATE_SERVER, else where you signed in last')
    .option('--json', 'the machine form on stdout as one line, words on stderr')
    .configureOutput({ writeOut: world.streams.out, writeErr: world.streams.err })
    .showSuggestionAfterError()
    .exitOverride()
  const cli = new Cli(world)
  for (const add of [
    sessionCommands,
    deviceCommands,
    registryCommands,
    lobbyCommands,
    tokenCommands,
    artifactCommands,
    releaseCommands,
    planCommand,
    plansCommands,
    approvalCommands,
    configCommands,
    snapshotCommands,
    driftCommands,
    scanCommands,
    windowCommands,
    freezeCommands,
    whyCommand,
    ledgerCommands,
  ])
    add(program, cli)
  return program
}

/** Runs one command and answers its exit code: 0 done, 1 refused, 2 usage, 3 no server. */
export async function runCli(argv: readonly string[], world: World = HERE): Promise<number> {
  const program = commandLine(world)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return EXIT.ok
  } catch (failure) {
    if (failure instanceof CommanderError) return failure.exitCode === 0 ? EXIT.ok : EXIT.usage
    const code = exitCodeOf(failure)
    if (code === null) throw failure
    if (failure instanceof Error && !(failure instanceof Unmet)) world.streams.err(`${failure.message}\n`)
    return code
  }
}
