import { counted } from '../domain/counted.ts'
import { type Ack, accept } from '../protocol/ack.ts'
import type { AcceptPreview, PreviewAccept } from '../protocol/commands/drift-acts.ts'
import { DeviceId } from '../protocol/ids.ts'
import type { CommandContext } from './command-context.ts'
import { type Acceptance, planAcceptance } from './plan-acceptance.ts'

/** What accepting would mean, before anybody does it: which devices, layers and snapshots, and for whom else. */
export async function previewAccept(ctx: CommandContext, asked: PreviewAccept): Promise<Ack<AcceptPreview>> {
  const planned = await planAcceptance(ctx.db, asked)
  if (!planned.ok) return planned
  const { key, value, devices, layers, moves, others } = planned.value
  return accept({
    key,
    value,
    devices: devices.map(({ id, name }) => ({ id: DeviceId.parse(id), name })),
    layers: layers.map(({ name }) => name),
    snapshots: moves.map(({ from }) => from),
    others,
    consequences: consequences(planned.value),
  })
}

function consequences({ key, value, devices, layers, moves, others }: Acceptance): string[] {
  const [scope] = layers.map(({ name }) => name.scope)
  const said =
    scope === 'site' ? `${counted(layers.length, 'site layer')}` : `${counted(layers.length, 'device layer')}`
  const from = moves.map((move) => move.from).join(', ')
  return [
    `${counted(devices.length, 'device')} ${devices.length === 1 ? 'keeps' : 'keep'} ${key} = ${JSON.stringify(value)} as desired from now on. Nothing is sent and nothing restarts.`,
    `${said} ${layers.length === 1 ? 'says' : 'say'} it, so that the next rollout and a way back keep it.`,
    moves.length === 1
      ? `What they should run moves from snapshot ${from} to one with the same release and this value.`
      : `What they should run moves from snapshots ${from} to ones with the same releases and this value.`,
    ...(others > 0
      ? [
          `${counted(others, 'other device')} at ${layers.length === 1 ? 'this site' : 'these sites'} will be told it too, with the next rollout.`,
        ]
      : []),
  ]
}
