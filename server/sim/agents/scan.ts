import { comparedWords, compareScan } from '../../domain/fleet/compare-scan.ts'
import { revalidate, revalidatedWords } from '../../domain/fleet/revalidate.ts'
import type { AgentStory } from './agent-story.ts'
import { manifestOf, NEW } from './catalogue.ts'
import { disputedWords } from './gateway.ts'

/** Seconds a scan waits for answers. */
const WAITS = 3

/** R-137 … R-143: everybody is asked, the answers are held against the registry, and what nobody resolved is held back. */
export async function scanFleet(story: AgentStory): Promise<void> {
  const { store, fleet } = story
  const { gateway } = fleet
  story.write('R-137 Olive asks every device whether it is there')
  const heard = gateway.ping(`scan at ${fleet.clock.now()}`)
  await story.seconds(WAITS)
  const registry = [...gateway.known.values()].map((device) => ({
    deviceId: device.id,
    name: device.id,
    connected: device.online,
    lastSeenAt: device.lastSeenAt,
    agentVersion: '0.1.0',
    discrepancies: device.disputed,
  }))
  const result = compareScan(registry, heard, gateway.lobby, fleet.clock.now())
  for (const id of result.markOffline) gateway.putOffline(id)
  for (const { rule, what } of comparedWords(result)) story.write(`${rule} ${what}`)
  for (const { kind, name, detail } of result.findings) story.write(`  ${name} ${kind}: ${detail}`)
  for (const device of gateway.known.values())
    if (device.disputed.length > 0) store.withheld.set(device.id, disputedWords(device))
  const planned = store.rollout.plan.order.flatMap(({ deviceId, wave }) => {
    const device = gateway.known.get(deviceId)
    const waits = store.stateOf(deviceId) === 'pending'
    if (!device || !waits) return []
    const never = { revoked: false, singlePointOfFailure: false, quarantined: null }
    const disputed = disputedWords(device) || null
    return [{ deviceId, name: deviceId, wave, ...device.registry, ...never, disputed }]
  })
  const unfit = revalidate(manifestOf(NEW), planned)
  story.write(`R-143 ${revalidatedWords(planned.length, unfit.length)}`)
  for (const { name, because } of unfit) story.write(`  ${name} held: ${because}`)
}
