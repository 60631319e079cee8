import type { Command } from 'commander'
import { DeviceView } from '../../../server/protocol/views/device-view.ts'
import { DevicesView } from '../../../server/protocol/views/devices-view.ts'
import type { Cli } from '../cli.ts'
import { columns, facts, time } from '../output.ts'

export function deviceCommands(program: Command, cli: Cli): void {
  program
    .command('devices')
    .argument('[selector]', 'which: type:jetson-orin region:eu label.env=prod last_seen:<1h')
    .description('Devices that match, a page at a time')
    .option('--cursor <cursor>', 'where the page begins: `next` of the page before')
    .action(async (selector: string | undefined, { cursor }: { cursor?: string }, command: Command) => {
      const view = await cli.client(command).get('/devices', DevicesView, { where: selector, after: cursor })
      const rows = view.devices.map((one) => [
        one.id,
        one.name,
        one.site,
        one.hardwareType,
        one.running ?? '–',
        one.online ? one.status : 'offline',
        time(one.lastSeenAt),
      ])
      const table = columns(['ID', 'NAME', 'SITE', 'TYPE', 'RUNS', 'HEALTH', 'LAST SEEN'], rows)
      cli.output(command).result(view, `${table}\n${rows.length} of ${view.matched} matching devices`)
    })

  program
    .command('device')
    .argument('<id>')
    .description('One device: what it runs, whether that is right, what happened to it')
    .action(async (id: string, _options: unknown, command: Command) => {
      const view = await cli.client(command).get(`/devices/${encodeURIComponent(id)}`, DeviceView)
      cli.output(command).result(view, deviceWords(view))
    })
}

function deviceWords(view: DeviceView): string {
  const { row, reported } = view
  const timeline = view.timeline.slice(0, 10).map(({ at, sentence }) => `${time(at)}  ${sentence}`)
  return [
    facts([
      ['id', row.id],
      ['name', row.name],
      ['site', `${row.site} (${row.region})`],
      ['hardware', `${row.hardwareType}, ${view.architecture}, ${view.memoryMb} MB memory, ${view.diskMb} MB disk`],
      ['agent', view.agentVersion],
      ['connection', row.online ? 'online' : `offline, last seen ${time(row.lastSeenAt)}`],
      ['health', row.status],
      ['runs', row.running],
      ['should run', row.desired],
      ['update', reported?.update.state ?? null],
      ['quarantined', view.quarantined],
      ['rollout', row.rollout ? `${row.rollout.name} (${row.rollout.id}): ${row.rollout.state}` : null],
    ]),
    ...(timeline.length > 0 ? ['', ...timeline] : []),
  ].join('\n')
}
