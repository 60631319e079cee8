import { onlyPaced } from '../../domain/rollout/only-paced.ts'
import type { Decision, DeviceChange } from '../../domain/rollout/rollout.ts'
import type { LoadedRollout } from '../../engine/ports.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { DeviceState } from '../../protocol/device-state.ts'
import type { Instant } from '../../protocol/ids.ts'
import { auditDevices } from './audit-devices.ts'
import type { Prisma } from './generated/client.ts'
import { toDate } from './rollout-row.ts'

/** the transition with its evidence, and one row for each device something was done to or happened to. */
export async function writeDecisionAudit(
  tx: Prisma.TransactionClient,
  seen: LoadedRollout,
  decision: Decision,
  now: Instant,
): Promise<void> {
  const { rollout, facts } = seen
  const stored = new Map(facts.devices.map((device) => [device.deviceId, device.state]))
  const common = {
    at: toDate(now),
    actorKind: 'engine',
    actorId: 'engine',
    actorName: 'Wavegate',
    rolloutId: rollout.id,
  }
  const moved =
    canonicalJson(decision.state) !== canonicalJson(rollout.state) && !onlyPaced(rollout.state, decision.state)
  const transition = {
    ...common,
    action: `rollout.${decision.state.phase}`,
    objectKind: 'rollout',
    objectId: rollout.id,
    outcome: 'done',
    reason: decision.because,
    before: rollout.state,
    after: { state: decision.state, reading: decision.reading },
  }
  const devices = decision.devices
    .filter((change) => change.desired !== null || stored.get(change.deviceId) !== change.state)
    .map((change) => ({
      action: actionOf(change),
      deviceId: change.deviceId,
      outcome: change.state === 'failed' || change.state === 'quarantined' ? 'failed' : 'done',
      reason: change.because,
      before: { state: stored.get(change.deviceId) ?? 'pending' },
      after: { state: change.state, wave: facts.devices[change.index]?.wave ?? null, failure: change.failure },
    }))
  if (moved) await tx.auditEntry.create({ data: transition, select: { id: true } })
  await auditDevices(tx, common, devices)
}

function actionOf(change: DeviceChange): string {
  if (change.desired === 'target') return change.reason === 'catch-up' ? 'device.catch-up' : 'device.expose'
  if (change.desired === 'previous' && change.state === 'rolling-back') return 'device.send-back'
  return `device.${change.state satisfies DeviceState}`
}
