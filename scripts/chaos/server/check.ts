import { z } from 'zod'
import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import { parseRollout, WITH_TARGET } from '../../../server/adapters/prisma/rollout-row.ts'
import { canonicalJson } from '../../../server/protocol/canonical-json.ts'
import { stateOfByte } from '../../../server/protocol/device-state.ts'
import { DeviceId } from '../../../server/protocol/ids.ts'
import type { UnderWay } from './fleet-of-a-run.ts'

const State = z.looseObject({ phase: z.string(), wave: z.int().optional() })
const Transition = z.object({ state: State })
/** What a person did says both whether it is paused and its state, what the engine did its state alone. */
const Before = z.union([Transition.transform(({ state }) => state), State])
const Exposure = z.object({ wave: z.int() })

/** of people, that move a rollout */
const ACTS = ['rollout.resume', 'rollout.rollBack']

export type Checked = {
  /** what does not hold, in words */
  readonly violations: readonly string[]
  /** places where the written history has a hole */
  readonly lostTransitions: number
  /** devices that did one thing twice */
  readonly doubleActions: number
}

/** Holds what a finished rollout left in the database, and what its devices did, against the invariants. */
export async function check(db: PrismaClient, { id, target, devices }: UnderWay): Promise<Checked> {
  const row = await db.rollout.findUniqueOrThrow({ where: { id }, include: WITH_TARGET })
  const { plan, state } = parseRollout(row)
  const placed = await db.rolloutDevice.findMany({ where: { rolloutId: id }, orderBy: { index: 'asc' } })
  const audited = await db.auditEntry.findMany({
    where: { rolloutId: id, OR: [{ actorKind: 'engine' }, { action: { in: ACTS }, outcome: 'done' }] },
    orderBy: { id: 'asc' },
  })
  const violations: string[] = []
  const must = (holds: boolean, sentence: string) => {
    if (!holds) violations.push(`${row.name} (${state.phase}): ${sentence}`)
  }

  let at: string | null = null
  let wave = -1
  let lostTransitions = 0
  const exposed = new Map<string, number>()
  for (const entry of audited) {
    if (entry.objectKind === 'rollout') {
      if (at !== null && canonicalJson(Before.parse(entry.before)) !== at) lostTransitions += 1
      const after = Transition.parse(entry.after).state
      at = canonicalJson(after)
      if (after.phase === 'deploying') wave = Math.max(wave, after.wave ?? 0)
    }
    if (entry.action !== 'device.expose' && entry.action !== 'device.catch-up') continue
    const of = Exposure.parse(entry.after).wave
    exposed.set(entry.objectId, (exposed.get(entry.objectId) ?? 0) + 1)
    // The transition that opens a wave and its exposures are one decision: the transition is written first.
    must(of <= wave, `I1: ${entry.objectId} of wave ${of} was told while wave ${wave} was the newest`)
  }
  if (at !== canonicalJson(row.state)) lostTransitions += 1

  for (const [n, { devices: planned }] of plan.waves.entries()) {
    const told = placed.filter((one) => one.wave === n && exposed.has(one.deviceId)).length
    must(told <= planned, `I1: ${told} devices of wave ${n} were told, ${planned} were planned`)
  }
  const first = audited.find(({ action, after }) => action === 'device.expose' && Exposure.parse(after).wave > 0)
  const approval = await db.approval.findFirst({ where: { rolloutId: id, outcome: 'approved' } })
  must(!first || (approval?.decidedAt ?? first.at) <= first.at, 'I3: wave 1 was told before anybody approved')
  must(!first || approval !== null, 'I3: wave 1 was told without an approval')

  for (const device of placed) {
    const times = exposed.get(device.deviceId) ?? 0
    must(
      times === (device.exposedAt ? 1 : 0),
      `I10: the audit has ${device.deviceId} told ${times} times, its row ${device.exposedAt ? 'once' : 'never'}`,
    )
    const agent = devices.agents.get(DeviceId.parse(device.deviceId))
    const { active, a, b } = agent?.state().disk ?? { active: null, a: null, b: null }
    const runs = active === 'a' ? a : b
    const now = stateOfByte(device.state)
    if (state.phase === 'completed' && now === 'healthy')
      must(runs?.sha256 === target, `I18: ${device.deviceId} counts as healthy and does not run the target`)
    if (state.phase === 'rolled-back' || state.phase === 'aborted')
      must(runs?.sha256 !== target, `L2: ${device.deviceId} still runs what was rolled back`)
  }
  if (state.phase === 'completed')
    must(exposed.size === placed.length, `L3: ${placed.length - exposed.size} devices were never told`)

  const doubleActions = [...devices.agents.keys()].filter((device) => devices.laid(device, target) > 1).length
  return { violations, lostTransitions, doubleActions }
}
