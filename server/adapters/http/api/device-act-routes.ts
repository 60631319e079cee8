import type { z } from 'zod'
import type { CommandContext } from '../../../commands/command-context.ts'
import { groupDevices } from '../../../commands/group-devices.ts'
import { labelDevices } from '../../../commands/label-devices.ts'
import { quarantineDevices } from '../../../commands/quarantine-devices.ts'
import { releaseDevices } from '../../../commands/release-devices.ts'
import type { Ack } from '../../../protocol/ack.ts'
import { DevicesChanged, GroupDevices, LabelDevices, SetAsideDevices } from '../../../protocol/commands/fleet-acts.ts'
import type { Parts } from '../parts.ts'
import { type Api, route } from './route.ts'

/** Acts on one device, some, or all that a selector matches. */
export function deviceActRoutes(api: Api, parts: Parts): void {
  const act = <B extends z.ZodType>(
    path: string,
    summary: string,
    body: B,
    run: (ctx: CommandContext, body: z.output<B>) => Promise<Ack<DevicesChanged>>,
  ) =>
    route(api, parts, {
      method: 'post',
      path: `/devices/${path}`,
      summary,
      body,
      answers: DevicesChanged,
      run: (ctx, input) => run(ctx, input.body as z.output<B>),
    })
  act('label', 'Give devices a label, or take it away', LabelDevices, labelDevices)
  act('group', 'Put devices into a group, or take them out', GroupDevices, groupDevices)
  act('quarantine', 'Set devices aside: no plan takes them', SetAsideDevices, quarantineDevices)
  act('release', 'Take devices out of quarantine', SetAsideDevices, releaseDevices)
}
