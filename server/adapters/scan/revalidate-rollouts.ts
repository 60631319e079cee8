import { revalidate, revalidatedWords } from '../../domain/fleet/revalidate.ts'
import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import { stateByte } from '../../protocol/device-state.ts'
import { type Instant, RolloutId } from '../../protocol/ids.ts'
import type { Prisma } from '../prisma/generated/client.ts'
import { disputedDevices } from '../prisma/load-rollout.ts'
import { askedBy, plannedDevice } from '../prisma/planned-device.ts'
import { WITH_TARGET } from '../prisma/rollout-row.ts'

/** What a rollout has not touched yet, and may. */
const UNTOUCHED = (['pending', 'skipped'] as const).map(stateByte)

/** Holds every open plan against the registry as it is now and keeps the result. Answers what was found, in steps. */
export async function revalidateRollouts(
  tx: Prisma.TransactionClient,
  scanId: string,
  now: Instant,
): Promise<readonly { rule: string; what: string }[]> {
  const open = await tx.rollout.findMany({
    where: { phase: { notIn: [...ENDED_PHASES] } },
    include: WITH_TARGET,
    orderBy: { createdAt: 'asc' },
  })
  const steps: { rule: string; what: string }[] = []
  for (const rollout of open) {
    const planned = await tx.rolloutDevice.findMany({
      where: { rolloutId: rollout.id, state: { in: UNTOUCHED } },
      include: { device: true },
      orderBy: { index: 'asc' },
    })
    if (planned.length === 0) continue
    const disputed = await disputedDevices(tx, RolloutId.parse(rollout.id))
    const unfit = revalidate(
      askedBy(rollout)(null),
      planned.map((place) => plannedDevice(place, disputed)),
    )
    await tx.revalidation.create({
      data: { scanId, rolloutId: rollout.id, at: new Date(now), checked: planned.length, unfit: [...unfit] },
    })
    steps.push({ rule: 'R-143', what: `${rollout.name}: ${revalidatedWords(planned.length, unfit.length)}` })
  }
  return steps.length > 0 ? steps : [{ rule: 'R-143', what: 'No open plan has devices left to deploy to.' }]
}
