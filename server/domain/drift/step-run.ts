import { CANARY_ABOVE } from '../../protocol/drift.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { Reported } from '../../protocol/reported.ts'

export type RunDevice = {
  readonly deviceId: string
  readonly state: 'waiting' | 'asked' | 'healthy' | 'failed' | 'skipped'
  readonly askedAt: Instant | null
  /** of the desired state it was asked with */
  readonly generation: number | null
  readonly reported: Pick<Reported, 'generation' | 'update'> | null
  readonly online: boolean
  /** why it must not be asked now: a rollout, a quarantine; it is asked when that is over */
  readonly heldBy: string | null
  /** nothing differs on it any more */
  readonly inSync: boolean
}

export type Run = { readonly perMinute: number; readonly devices: readonly RunDevice[] }

export type DeviceEnd = {
  readonly deviceId: string
  readonly state: 'healthy' | 'failed' | 'skipped'
  readonly because: string
}

export type RunStep = {
  /** devices whose part has ended since the last look */
  readonly ended: readonly DeviceEnd[]
  /** to be asked now */
  readonly ask: readonly string[]
  readonly state: 'running' | 'done' | 'stopped'
  readonly because: string
}

/** From being asked to saying how it went: a trial's window, and a device that reports rarely. */
const ANSWERS_WITHIN_MS = 15 * 60_000
const MINUTE_MS = 60_000

/**
 * One look at a reconcile: who is done, who comes next. One device goes first when there are many, and the others only after it
 * proved healthy; a failure stops everything that was not asked yet; never more than `perMinute` are asked within a minute.
 */
export function stepRun({ perMinute, devices }: Run, now: Instant): RunStep {
  const ended = devices.flatMap((device) => endOf(device, now) ?? [])
  const after = devices.map((device) => ({ ...device, state: ended.find(isOf(device))?.state ?? device.state }))
  const failed = after.find(({ state }) => state === 'failed')
  const waiting = after.filter(({ state }) => state === 'waiting')
  const asked = after.filter(({ state }) => state === 'asked')
  if (failed) {
    const because = `${failed.deviceId} could not be reconciled: ${ended.find(isOf(failed))?.because ?? 'see its row'}`
    if (asked.length > 0) return { ended, ask: [], state: 'running', because }
    const skipped = waiting.map(({ deviceId }) => ({
      deviceId,
      state: 'skipped' as const,
      because: 'stopped before it',
    }))
    return { ended: [...ended, ...skipped], ask: [], state: 'stopped', because }
  }
  if (waiting.length === 0) {
    const healthy = after.filter(({ state }) => state === 'healthy').length
    return asked.length > 0
      ? { ended, ask: [], state: 'running', because: `${asked.length} at work` }
      : { ended, ask: [], state: 'done', because: `${healthy} of ${devices.length} run what they should` }
  }
  const ready = waiting.filter(({ online, heldBy }) => online && heldBy === null)
  const proven = after.some(({ state }) => state === 'healthy')
  if (devices.length > CANARY_ABOVE && !proven) {
    const [canary] = ready
    if (asked.length > 0) return { ended, ask: [], state: 'running', because: `${asked[0]?.deviceId} goes first` }
    return canary
      ? { ended, ask: [canary.deviceId], state: 'running', because: `${canary.deviceId} goes first` }
      : { ended, ask: [], state: 'running', because: whyNobody(waiting) }
  }
  const lately = devices.filter(({ askedAt }) => askedAt !== null && now - askedAt < MINUTE_MS).length
  const ask = ready.slice(0, Math.max(0, perMinute - lately)).map(({ deviceId }) => deviceId)
  if (ask.length > 0) return { ended, ask, state: 'running', because: `${waiting.length - ask.length} wait` }
  const because = ready.length > 0 ? `${perMinute} a minute: ${ready.length} wait` : whyNobody(waiting)
  return { ended, ask, state: 'running', because }
}

function endOf(device: RunDevice, now: Instant): DeviceEnd | null {
  const { deviceId, state, generation, reported, askedAt, inSync } = device
  if (state === 'waiting' && inSync) return { deviceId, state: 'skipped', because: 'it runs what it should already' }
  if (state !== 'asked' || generation === null || askedAt === null) return null
  if (reported && reported.generation > generation)
    return { deviceId, state: 'skipped', because: 'something newer was asked of it meanwhile' }
  if (reported && reported.generation === generation) {
    const { update } = reported
    if (update.state === 'confirmed' || update.state === 'idle')
      return { deviceId, state: 'healthy', because: 'it proved healthy with what it should run' }
    if (update.state !== 'updating') return { deviceId, state: 'failed', because: `${update.reason}: ${update.detail}` }
  }
  if (now - askedAt >= ANSWERS_WITHIN_MS)
    return { deviceId, state: 'failed', because: 'it did not say how it went within 15 minutes' }
  return null
}

function whyNobody(waiting: readonly RunDevice[]): string {
  const held = waiting.find(({ heldBy }) => heldBy !== null)
  return held?.heldBy
    ? `${held.deviceId} waits: ${held.heldBy}`
    : `${waiting.length} are away: asked when they are back`
}

const isOf =
  ({ deviceId }: { deviceId: string }) =>
  (end: DeviceEnd): boolean =>
    end.deviceId === deviceId
