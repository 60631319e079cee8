import type { Command } from 'commander'
import { z } from 'zod'
import { valueAt } from '../../../server/domain/config/set-at.ts'
import { changedPaths } from '../../../server/domain/config/set-by.ts'
import { LayerName, SetConfigLayer } from '../../../server/protocol/config-layer.ts'
import { ConfigDocument } from '../../../server/protocol/layered-config.ts'
import { ConfigHistoryView, ConfigView } from '../../../server/protocol/views/config-view.ts'
import type { Cli } from '../cli.ts'
import type { Client } from '../client.ts'
import { Unmet } from '../failures.ts'
import { columns, time } from '../output.ts'
import { checked, readJson } from '../read-json.ts'
import { releaseIdOf } from './plan.ts'

type Layer = { scope: string; key: string }
type Get = Layer & { device?: string }
type Set = Layer & { secret: string[]; release?: string; version?: string }

const collect = (one: string, before: string[]) => [...before, one]

export function configCommands(program: Command, cli: Cli): void {
  const config = program
    .command('config')
    .description('What devices are to be told, in layers: fleet, group, site, device')
  const onLayer = (name: string, does: string) =>
    config
      .command(name)
      .description(does)
      .option('--scope <scope>', 'fleet, group, site or device', 'fleet')
      .option('--key <key>', 'which group, site or device', '')

  onLayer('get', 'One layer as it is edited now, or with --device all that layers make of one device')
    .option('--device <id>', 'what this device is told, and by which layer')
    .action(async ({ device, ...layer }: Get, command: Command) => {
      const view = await layerView(cli.client(command), layer, device)
      const origins = view.effective?.origins ?? []
      const rows = origins.map(({ path, value, from, set }) => [
        path,
        JSON.stringify(value),
        [from.scope, from.key].filter(Boolean).join(' '),
        set ? `${set.by}, ${time(set.at)}` : '–',
      ])
      const words =
        device === undefined ? pretty(view.layer.document) : columns(['KEY', 'VALUE', 'FROM', 'SET BY'], rows)
      cli.output(command).result(view, words)
    })

  onLayer('set', 'Replace a layer by a file; devices hear of it when a snapshot with it is rolled out')
    .argument('<file>', 'the layer as JSON; a mask keeps the secret that is there')
    .option('--secret <path>', 'a key path that is secret from now on; may be given again', collect, [])
    .option('--release <release>', 'the release it has to suit: NAME@VERSION')
    .option('--version <number>', 'only if the layer is still at this version; left out: at the one it has now')
    .action(async (file: string, { secret, release, version, ...layer }: Set, command: Command) => {
      const document = readJson(cli.file(file), ConfigDocument)
      const client = cli.client(command)
      const body = checked(SetConfigLayer, {
        ...layer,
        document,
        secrets: secret,
        version: version === undefined ? (await layerView(client, layer)).layer.version : Number(version),
        ...(release === undefined ? {} : { releaseId: await releaseIdOf(client, release) }),
      })
      const answer = await client.post('/config/layers', body, z.object({ version: z.int() }))
      cli.output(command).result(answer, `Version ${answer.version} of ${nameOf(layer)}.`)
    })

  onLayer('diff', 'What a file would change in a layer; exit code 1 when it would')
    .argument('<file>', 'the layer as JSON')
    .action(async (file: string, layer: Layer, command: Command) => {
      const after = readJson(cli.file(file), ConfigDocument)
      const before = (await layerView(cli.client(command), layer)).layer.document
      const changes = changedPaths(before, after).map((path) => ({
        path,
        before: valueAt(before, path) ?? null,
        after: valueAt(after, path) ?? null,
      }))
      const rows = changes.map((one) => [one.path, JSON.stringify(one.before), JSON.stringify(one.after)])
      const words = rows.length === 0 ? 'Nothing differs.' : columns(['KEY', 'NOW', 'IN THE FILE'], rows)
      cli.output(command).result({ layer: checked(LayerName, layer), changes }, words)
      if (changes.length > 0) throw new Unmet()
    })

  onLayer('history', 'Who changed which keys of a layer, when and why').action(
    async (layer: Layer, command: Command) => {
      const view = await cli.client(command).get('/config/history', ConfigHistoryView, checked(LayerName, layer))
      const rows = view.versions.map(({ at, by, says }) => [time(at), by, says])
      const words = rows.length === 0 ? 'Nobody has written this layer yet.' : columns(['WHEN', 'WHO', 'WHAT'], rows)
      cli.output(command).result(view, words)
    },
  )
}

const layerView = (client: Client, layer: Layer, device?: string) =>
  client.get('/config', ConfigView, { ...checked(LayerName, layer), device })

const nameOf = ({ scope, key }: Layer) => (key === '' ? `the ${scope}` : `${scope} ${key}`)
const pretty = (document: ConfigDocument) => JSON.stringify(document, null, 2)
