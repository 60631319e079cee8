import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { DeviceId, Sha256 } from '../../protocol/ids.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import type { ArtifactStore } from './artifact-store.ts'
import { byteRange } from './byte-range.ts'
import { StoreTrouble } from './store-trouble.ts'

export const DOWNLOAD_PATH = '/agents/artifacts/'
export const DEVICE_HEADER = 'x-wavegate-device'

/**
 * `GET /agents/artifacts/:sha256` with ranges, for enrolled devices. The header only says who asks: artifacts are signed
 * and no secret, and an enrolled identity keeps strangers from using the bandwidth by accident.
 */
export function downloads({ db, artifacts }: { db: PrismaClient; artifacts: ArtifactStore }) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return end(res, 405, 'Artifacts are read with GET.')
    const device = DeviceId.safeParse(req.headers[DEVICE_HEADER])
    if (!device.success) return end(res, 403, `Name the device in the header ${DEVICE_HEADER}.`)
    const known = await db.device.findUnique({ where: { id: device.data }, select: { revokedAt: true } })
    if (!known) return end(res, 403, `Device ${device.data} is not enrolled.`)
    if (known.revokedAt) return end(res, 403, `Device ${device.data} was revoked: nothing is given to it.`)

    const sha256 = Sha256.safeParse((req.url ?? '').slice(DOWNLOAD_PATH.length).split('?')[0])
    const size = sha256.success ? await sizeOf(artifacts, sha256.data) : null
    if (size instanceof StoreTrouble) {
      res.setHeader('retry-after', '30')
      return end(res, 503, size.message)
    }
    if (!sha256.success || size === null) return end(res, 404, 'There is no such artifact on this server.')

    const etag = `"${sha256.data}"`
    const range = byteRange(req.headers.range, req.headers['if-range']?.toString(), etag, size)
    res.setHeader('etag', etag)
    res.setHeader('accept-ranges', 'bytes')
    res.setHeader('content-type', 'application/octet-stream')
    res.setHeader('content-disposition', `attachment; filename="${sha256.data}"`)
    res.setHeader('cache-control', 'private, max-age=31536000, immutable')
    if (range.kind === 'unsatisfiable') {
      res.setHeader('content-range', `bytes */${size}`)
      return end(res, 416, 'The artifact ends before this range.')
    }
    const { first, last } = range.kind === 'part' ? range : { first: 0, last: size - 1 }
    if (range.kind === 'part') res.setHeader('content-range', `bytes ${first}-${last}/${size}`)
    res.setHeader('content-length', last - first + 1)
    res.statusCode = range.kind === 'part' ? 206 : 200
    if (req.method === 'HEAD') return void res.end()
    // A device that hangs up in the middle is everyday; it comes back with a range.
    await pipeline(await artifacts.read(sha256.data, first, last), res).catch(() => res.destroy())
  }
}

const sizeOf = (artifacts: ArtifactStore, sha256: Sha256): Promise<number | null | StoreTrouble> =>
  artifacts.size(sha256).catch((error: unknown) => {
    if (error instanceof StoreTrouble) return error
    throw error
  })

function end(res: ServerResponse, status: number, sentence: string): void {
  res.statusCode = status
  res.removeHeader('content-disposition')
  res.setHeader('content-type', 'text/plain; charset=utf-8')
  res.end(`${sentence}\n`)
}
