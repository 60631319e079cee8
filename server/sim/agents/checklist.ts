import { failurePattern } from '../../domain/failure/pattern.ts'
import { recommendations } from '../../domain/failure/recommendations.ts'
import { recoverySteps } from '../../domain/failure/recovery-steps.ts'
import { worstLayer } from '../../domain/report/receive.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { AgentStory } from './agent-story.ts'

/** R-125 … R-131 as the screen of the rollout has them now: what is news is written into its transcript. */
export async function readChecklist(story: AgentStory): Promise<void> {
  const { store, fleet } = story
  const say = (line: string) => story.transcript.some((before) => before.endsWith(line)) || story.write(line)
  const { rollout } = store
  const { facts, because } = await store.load(rollout.id, 0 as Instant, 0 as Instant)
  const exposed = facts.devices
    .filter(({ exposedAt }) => exposedAt !== null)
    .map((device) => ({ ...device, hardwareType: fleet.device(device.deviceId).registered.registry.hardwareType }))
  const pattern = failurePattern(
    exposed.flatMap(({ failure, hardwareType, siteId }) =>
      failure ? [{ hardwareType, region: siteId, reason: failure.reason }] : [],
    ),
    exposed,
  )
  const devices = exposed.map(({ deviceId, state, wave, changedAt, online, health, failure, exposedAt }) => ({
    state,
    wave,
    changedAt,
    online,
    healthy: health !== null && worstLayer(health) === 'healthy',
    failed: failure !== null,
    logAt: fleet.gateway.known.get(deviceId)?.logs.findLast(({ at }) => at >= (exposedAt ?? 0))?.at ?? null,
  }))
  const { failure, state, target } = rollout
  for (const { rule, label, status, sentence } of recoverySteps({ rollout, devices, pattern, because }) ?? [])
    say(`${rule} ${label}: ${status}. ${sentence}`)
  const advice = recommendations({
    target,
    pattern,
    rule: failure?.rule ?? null,
    restored: 'restored' in state ? state.restored : null,
    owedRollback: devices.filter((device) => device.state === 'rolling-back' && !device.online).length,
    owedLogs: devices.filter((device) => device.failed && device.logAt === null).length,
    quarantined: devices.filter((device) => device.state === 'quarantined').length,
  })
  for (const sentence of advice) say(`R-131 Recommended: ${sentence}`)
}
