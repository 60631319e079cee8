import type { Command } from 'commander'
import {
  AcceptPreview,
  AcceptReported,
  PreviewAccept,
  PreviewReconcile,
  Reconcile,
  ReconcileOpened,
  ReconcilePreview,
  ReportedAccepted,
} from '../../../server/protocol/commands/drift-acts.ts'
import { DriftView } from '../../../server/protocol/views/drift-view.ts'
import type { Cli } from '../cli.ts'
import { Usage } from '../failures.ts'
import { columns } from '../output.ts'
import { checked } from '../read-json.ts'

type Accepting = { device?: string; key?: string; group?: string; layer: string; reason: string; preview?: boolean }
type Asked = { device?: string; group?: string; reason: string; perMinute: string; preview?: boolean }

export function driftCommands(program: Command, cli: Cli): void {
  const drift = program.command('drift').description('Where devices differ from what is intended')

  drift
    .command('list')
    .description('Differences, on how many devices, and why')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/drift', DriftView)
      const { drifted, devices } = view.counts
      const rows = view.groups.map((one) => [one.id, one.kind, one.key, one.devices, one.cause])
      const table = rows.length === 0 ? '' : `${columns(['GROUP', 'KIND', 'KEY', 'DEVICES', 'CAUSE'], rows)}\n`
      cli.output(command).result(view, `${table}${drifted} of ${devices} devices drifted.`)
    })

  drift
    .command('reconcile')
    .description('Bring one device, or one difference wherever it is, back to what is intended')
    .option('--device <id>', 'all that differs on this device …')
    .option('--group <id>', '… or this difference, from `drift list`')
    .option('--reason <text>', 'why; kept in the audit log', '')
    .option('--per-minute <count>', 'at most so many devices a minute', '5')
    .option('--preview', 'only say what it would do')
    .action(async ({ device, group, reason, perMinute, preview }: Asked, command: Command) => {
      if ((device === undefined) === (group === undefined)) throw new Usage('Name either --device or --group.')
      const target = device === undefined ? { group } : { device }
      const client = cli.client(command)
      const seen = await client.post(
        '/drift/reconcile/preview',
        checked(PreviewReconcile, { target }),
        ReconcilePreview,
      )
      const what = seen.devices.map((one) => `${one.name}: ${one.keys.join(', ')}${one.note ? ` (${one.note})` : ''}`)
      if (preview) return cli.output(command).result(seen, [...what, seen.order].join('\n'))
      const body = checked(Reconcile, { target, reason, perMinute: Number(perMinute) })
      const opened = await client.post('/drift/reconcile', body, ReconcileOpened)
      cli
        .output(command)
        .result(opened, [...what, seen.order, `Reconcile ${opened.id} asks ${opened.devices} devices.`].join('\n'))
    })
  drift
    .command('accept')
    .description('Take what devices report as desired from now on; nothing is sent to them')
    .option('--device <id>', 'one key of this device …')
    .option('--key <path>', '… named by its path')
    .option('--group <id>', 'or one difference wherever it is, from `drift list`')
    .option('--layer <scope>', 'device or site: whose layer says it', 'device')
    .option('--reason <text>', 'why; kept in the audit log', '')
    .option('--preview', 'only say what it would mean')
    .action(async ({ device, key, group, layer, reason, preview }: Accepting, command: Command) => {
      if ((device === undefined) === (group === undefined) || (device === undefined) !== (key === undefined))
        throw new Usage('Name either --device with --key, or --group.')
      const asked = { target: device === undefined ? { group } : { device, key }, layer }
      const client = cli.client(command)
      if (preview) {
        const seen = await client.post('/drift/accept/preview', checked(PreviewAccept, asked), AcceptPreview)
        return cli.output(command).result(seen, seen.consequences.join('\n'))
      }
      const body = checked(AcceptReported, { ...asked, reason })
      const accepted = await client.post('/drift/accept', body, ReportedAccepted)
      const words = `Accepted on ${accepted.devices} devices: snapshot ${accepted.snapshots.join(', ')} is desired of them.`
      cli.output(command).result(accepted, words)
    })
}
