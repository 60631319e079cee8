import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'

type Run = {
  readonly id: string
  readonly ruleId: string | null
  readonly by: { readonly id: string; readonly name: string }
  readonly reason: string
  readonly perMinute: number
  readonly devices: readonly { readonly deviceId: string; readonly keys: readonly string[] }[]
  readonly now: Instant
}

/** Writes down which devices are to be reconciled, in the order in which they are asked. */
export async function openRun(tx: Prisma.TransactionClient, run: Run): Promise<void> {
  const { id, ruleId, by, reason, perMinute, devices, now } = run
  await tx.reconcileRun.create({
    data: { id, ruleId, createdBy: by.id, createdByName: by.name, reason, perMinute, createdAt: new Date(now) },
  })
  await tx.reconcileDevice.createMany({
    data: devices.map(({ deviceId, keys }, place) => ({ runId: id, deviceId, place, keys: [...keys] })),
  })
}
