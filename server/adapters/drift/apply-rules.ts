import { audit } from '../../commands/audit.ts'
import { openRun } from '../../commands/open-reconcile-run.ts'
import { flappingBecause } from '../../domain/drift/flapping.ts'
import { driftName } from '../../protocol/drift.ts'
import type { Instant } from '../../protocol/ids.ts'
import { activeRules, decidedRules, reconciledLately } from '../prisma/drift-rules.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'

/** A rule takes up at most so many devices at a look; the rest follows when those are done. */
const MOST_DEVICES = 500

/** Opens a reconcile for what a rule says is to be put right. What flaps, is held by a rollout or is at work already is left alone. */
export async function applyRules(db: PrismaClient, now: Instant, newId: () => string): Promise<number> {
  const rules = await activeRules(db, now)
  if (!rules.some(({ action, stoppedAt }) => action === 'reconcile' && stoppedAt === null)) return 0
  const items = await db.driftItem.findMany({
    where: {
      device: {
        revokedAt: null,
        quarantinedAt: null,
        reconciles: { none: { state: { in: ['waiting', 'asked'] } } },
        driftState: { verdict: 'drift' },
      },
    },
    orderBy: { since: 'asc' },
    take: 5_000,
  })
  if (items.length === 0) return 0
  const ids = [...new Set(items.map(({ deviceId }) => deviceId))]
  const [decide, history] = await Promise.all([decidedRules(db, rules, ids, now), reconciledLately(db, ids, now)])
  const byRule = new Map<string, Map<string, string[]>>()
  for (const item of items) {
    const rule = decide(item)
    if (rule?.action !== 'reconcile' || rule.stoppedAt !== null) continue
    const since = item.since.getTime() as Instant
    const name = driftName(item)
    if (flappingBecause({ name, since }, history.get(item.deviceId) ?? [], now) !== null) continue
    const devices = byRule.get(rule.id) ?? new Map<string, string[]>()
    byRule.set(rule.id, devices.set(item.deviceId, [...(devices.get(item.deviceId) ?? []), name]))
  }
  for (const [ruleId, devices] of byRule) {
    const rule = rules.find(({ id }) => id === ruleId)
    if (!rule) continue
    await db.$transaction(async (tx) => {
      const id = newId()
      const chosen = [...devices].slice(0, MOST_DEVICES).map(([deviceId, keys]) => ({ deviceId, keys }))
      const by = { id: 'engine', name: `the rule of ${rule.owner}` }
      await openRun(tx, { id, ruleId, by, reason: rule.reason, perMinute: rule.perMinute, devices: chosen, now })
      await audit(tx, {
        at: now,
        actor: { kind: 'engine', id: 'engine', name: 'Wavegate' },
        action: 'drift.reconcile',
        object: { kind: 'reconcile', id },
        outcome: 'done',
        reason: `rule of ${rule.owner}: ${chosen.length} ${chosen.length === 1 ? 'device' : 'devices'}; ${rule.reason}`,
      })
    })
  }
  return byRule.size
}
