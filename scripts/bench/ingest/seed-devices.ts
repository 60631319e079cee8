import { generateKeyPairSync } from 'node:crypto'
import { openClient } from '../../../server/adapters/prisma/open-client.ts'
import type { Device } from './measure.ts'

/** Devices whose private keys the drivers hold: enrolled without a token, everything else is the real thing. */
export async function seedDevices(url: string, count: number): Promise<Device[]> {
  const db = openClient(url)
  await db.site.create({ data: { id: 'bench', name: 'Bench', region: 'here' } })
  const devices = Array.from({ length: count }, (_, index) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    return {
      id: `bench-${index}`,
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    }
  })
  const hardware = { hardwareType: 'gw-100', architecture: 'arm64', memoryMb: 1024, diskMb: 8192 }
  await db.device.createMany({
    data: devices.map(({ id, publicKey }) => ({ id, name: id, siteId: 'bench', publicKey, ...hardware })),
  })
  await db.$disconnect()
  return devices.map(({ id, key }) => ({ id, key }))
}
