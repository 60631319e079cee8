import { z } from 'zod'
import { noRoomForTwo } from '../../domain/device/room-for-two.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Strategy } from '../../protocol/strategy.ts'
import type { Prisma } from './generated/client.ts'

const Capabilities = z.array(z.string())

/** by device, why it cannot stand by beside what it runs. Only blue-green asks for it; other strategies cost nothing. */
export async function standbyProblems(
  db: Prisma.TransactionClient,
  strategy: Strategy,
  manifest: Pick<ReleaseManifest, 'resources'>,
): Promise<ReadonlyMap<string, string>> {
  if (strategy !== 'blue-green') return new Map()
  const devices = await db.device.findMany({ select: { id: true, capabilities: true, memoryMb: true, diskMb: true } })
  return new Map(
    devices.flatMap(({ id, capabilities, ...room }) => {
      const problem = noRoomForTwo({ ...room, capabilities: Capabilities.parse(capabilities) }, manifest)
      return problem === null ? [] : [[id, problem] as const]
    }),
  )
}
