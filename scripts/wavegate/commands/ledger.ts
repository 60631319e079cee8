import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { fileLines } from '../../../server/adapters/ledger/file-lines.ts'
import { type Replayed, replayLedger } from '../../../server/adapters/ledger/replay-ledger.ts'
import { type Verified, verifyLedger } from '../../../server/adapters/ledger/verify-ledger.ts'
import { LedgerView } from '../../../server/protocol/ledger.ts'
import type { Cli } from '../cli.ts'
import { Unmet, Usage } from '../failures.ts'
import { facts, time } from '../output.ts'

export function ledgerCommands(program: Command, cli: Cli): void {
  const ledger = program.command('ledger').description('What was decided and done, in a form that proves itself')

  ledger
    .command('seal')
    .description('The newest seal: write its hash down to find out later whether the ledger was rewritten')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/ledger', LedgerView)
      cli.output(command).result(view, sealWords(view))
    })

  ledger
    .command('export')
    .option('--rollout <id>', 'only this rollout; left out: everything')
    .description('Write what is sealed to stdout')
    .action(async ({ rollout }: { rollout?: string }, command: Command) => {
      const response = await cli.client(command).send('GET', '/api/v1/ledger/export', { query: { rollout } })
      const text = new TextDecoder()
      for await (const part of response.body ?? []) cli.world.streams.out(text.decode(part, { stream: true }))
    })

  ledger
    .command('verify')
    .argument('<file>', 'as exported')
    .option('--seal <hash>', 'a seal that was written down: it has to be in the file')
    .description('Compute every hash of an export again, without a server, and name the first entry that does not fit')
    .action(async (file: string, { seal }: { seal?: string }, command: Command) => {
      if (seal !== undefined && !/^[0-9a-f]{64}$/.test(seal)) throw new Usage('A seal is 64 hexadecimal digits.')
      const verified = await verifyLedger(linesOf(cli.file(file)), seal ?? null)
      cli.output(command).result(verified, verifiedWords(verified))
      if (verified.misfit) throw new Unmet()
    })

  ledger
    .command('replay')
    .argument('<file>', 'as exported')
    .description('Decide every decision of an export again, without a server, from what it was decided from')
    .action(async (file: string, _options: unknown, command: Command) => {
      const replayed = await replayLedger(linesOf(cli.file(file)))
      cli.output(command).result(replayed, replayedWords(replayed))
      if (replayed.first) throw new Unmet()
    })
}

function linesOf(path: string): AsyncIterable<string> {
  if (!existsSync(path)) throw new Usage(`There is no file ${path}.`)
  return fileLines(path)
}

function sealWords({ newest, decisions, acts, unsealed }: LedgerView): string {
  return facts([
    ['newest seal', newest?.number ?? null],
    ['made', newest && time(newest.at)],
    ['hash', newest?.hash ?? null],
    ['decisions', decisions],
    ['acts and events', acts],
    ['not sealed yet', unsealed],
  ])
}

function verifiedWords({ misfit, rollout, seals, entries, newest }: Verified): string {
  if (misfit) return `Does not fit: ${misfit.where} is ${misfit.what}. ${misfit.because}`
  const whose = rollout === null ? '' : ` of rollout ${rollout}`
  return `All of it fits: ${entries} entries${whose} in ${seals} seals. The newest is ${newest}; compare it with one that was written down (--seal).`
}

function replayedWords({ decisions, same, first, otherRules, thisRule }: Replayed): string {
  const others = Object.entries(otherRules).map(
    ([rule, count]) => `${count} of them were decided by rules ${rule}; this build decides by ${thisRule}.`,
  )
  return [
    `${same} of ${decisions} decisions come out the same.`,
    ...others,
    ...(first ? [`The first that does not: ${first.where}, ${first.because}`] : []),
  ].join('\n')
}
