import type { Command } from 'commander'
import { ScanStarted } from '../../../server/protocol/commands/scan.ts'
import { ScansView, type ScanView } from '../../../server/protocol/views/scan-view.ts'
import type { Cli } from '../cli.ts'
import { columns, time } from '../output.ts'

export function scanCommands(program: Command, cli: Cli): void {
  const scan = program.command('scan').description('Who is there, compared with the registry')

  scan
    .command('start')
    .argument('[selector]', 'which devices; left out: the whole fleet')
    .description('Ask every connected device for a sign of life')
    .action(async (selector: string | undefined, _options: unknown, command: Command) => {
      const started = await cli.client(command).post('/scans', { selector: selector ?? '' }, ScanStarted)
      const words = started.alreadyRunning ? 'A scan runs already:' : 'Started'
      cli.output(command).result(started, `${words} ${started.id}, which asks ${started.asked} connected devices.`)
    })

  scan
    .command('status')
    .description('The newest scan: how far it is, or what it found')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/scans', ScansView)
      const { nextAt } = view.schedule
      const next = nextAt === null ? 'None is scheduled.' : `The next is due ${time(nextAt)}.`
      const words = view.newest ? `${newestWords(view.newest)}\n${next}` : `The fleet was never scanned. ${next}`
      cli.output(command).result(view, words)
    })
}

function newestWords({ scan, steps, findings }: Omit<ScanView, 'serverTime'>): string {
  if (scan.state === 'running')
    return `Running since ${time(scan.startedAt)}: ${scan.answered} of ${scan.asked} asked have answered.`
  if (scan.state === 'cancelled') return `The scan of ${time(scan.startedAt)} was cancelled.`
  const rows = findings.map((one) => [one.kind, one.deviceId ?? '–', one.name, one.detail])
  return [
    ...steps.map(({ rule, at, what }) => `${time(at)}  ${rule}  ${what}`),
    ...(rows.length > 0 ? ['', columns(['KIND', 'DEVICE', 'NAME', 'WHAT'], rows)] : []),
  ].join('\n')
}
