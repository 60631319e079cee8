import type { Command } from 'commander'
import {
  AcceptWaiting,
  RejectWaiting,
  WaitingAccepted,
  WaitingRejected,
} from '../../../server/protocol/commands/lobby-acts.ts'
import { LobbyView } from '../../../server/protocol/views/lobby-view.ts'
import type { Cli } from '../cli.ts'
import { Unmet } from '../failures.ts'
import { columns, time } from '../output.ts'
import { checked } from '../read-json.ts'

export function lobbyCommands(program: Command, cli: Cli): void {
  const lobby = program.command('lobby').description('Devices nobody vouched for, waiting to be taken in')

  lobby
    .command('list')
    .description('Who waits, heard last first')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/lobby', LobbyView)
      const rows = view.waiting.map((one) => [
        one.fingerprint,
        one.deviceId,
        one.siteId ?? '–',
        one.hardwareType,
        time(one.lastSeenAt),
        one.because,
      ])
      const table = columns(['FINGERPRINT', 'ASKS TO BE', 'SITE', 'TYPE', 'HEARD', 'WAITS BECAUSE'], rows)
      cli.output(command).result(view, rows.length === 0 ? 'Nobody waits.' : table)
    })

  lobby
    .command('accept')
    .argument('<fingerprint...>', 'compare each with what the device itself shows')
    .option('--site <id>', 'where they stand; left out: where they say')
    .option('--group <name...>', 'groups they join', [])
    .description('Take devices into the registry')
    .action(async (prints: string[], { site, group }: { site?: string; group: string[] }, command: Command) => {
      const devices = prints.map((fingerprint) => ({ fingerprint, ...(site ? { siteId: site } : {}) }))
      const body = checked(AcceptWaiting, { devices, groups: group })
      const answer = await cli.client(command).post('/lobby/accept', body, WaitingAccepted)
      const refused = answer.refused.map((one) => `${one.fingerprint}: ${one.because}`)
      cli
        .output(command)
        .result(answer, [`Accepted: ${answer.accepted.join(', ') || 'nobody'}.`, ...refused].join('\n'))
      if (refused.length > 0) throw new Unmet()
    })

  lobby
    .command('reject')
    .argument('<fingerprint...>')
    .requiredOption('--reason <text>', 'told to the device from now on')
    .description('Send devices away')
    .action(async (fingerprints: string[], { reason }: { reason: string }, command: Command) => {
      const body = checked(RejectWaiting, { fingerprints, reason })
      const answer = await cli.client(command).post('/lobby/reject', body, WaitingRejected)
      cli.output(command).result(answer, `Rejected ${answer.rejected}.`)
    })
}
