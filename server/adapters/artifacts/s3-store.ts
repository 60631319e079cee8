import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { Sha256 } from '../../protocol/ids.ts'
import type { ArtifactStore } from './artifact-store.ts'
import { isAbsent, s3Trouble } from './s3-trouble.ts'
import { StoreTrouble } from './store-trouble.ts'

export type S3Place = {
  readonly bucket: string
  /** ends with a slash, or is empty */
  readonly prefix: string
  /** of a store that is not AWS; its buckets are addressed by path */
  readonly endpoint: string | undefined
  readonly region: string
}

const PART_BYTES = 8 << 20
const MOST_PARTS = 10_000

/**
 * Artifacts in an S3-compatible bucket. Bytes go there in parts and are hashed a second time on the way: the object appears when the
 * last part was right, or never. Parts of an upload that power cut off lie hidden until the bucket's lifecycle rule takes them.
 * The key comes from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the machine's role.
 */
export function s3Store(place: S3Place): ArtifactStore {
  const { bucket: Bucket, prefix, endpoint, region } = place
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    // Sums in trailers are new; stores that are not AWS answer them with errors. The digest is checked by whoever reads.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A fleet downloads at once, each device over a connection of its own.
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 120_000,
      throwOnRequestTimeout: true,
      httpAgent: SOCKETS,
      httpsAgent: SOCKETS,
    },
  })
  const key = (sha256: string) => `${prefix}${sha256.slice(0, 2)}/${sha256}`
  const trouble = (error: unknown) => s3Trouble(error, place)

  return {
    place: `s3://${Bucket}/${prefix}${endpoint ? ` at ${endpoint}` : ''}`,
    async probe() {
      const Key = `${prefix}.wavegate-probe`
      try {
        await client.send(new HeadBucketCommand({ Bucket }))
        await client.send(new PutObjectCommand({ Bucket, Key, Body: 'Wavegate may write here.' }))
        await client.send(new DeleteObjectCommand({ Bucket, Key }))
      } catch (error) {
        throw trouble(error)
      }
    },
    async size(sha256) {
      try {
        return (await client.send(new HeadObjectCommand({ Bucket, Key: key(sha256) }))).ContentLength ?? null
      } catch (error) {
        if (isAbsent(error)) return null
        throw trouble(error)
      }
    },
    async read(sha256, first, last) {
      try {
        const Range = `bytes=${first}-${last}`
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key(sha256), Range }))
        return Body as Readable
      } catch (error) {
        if (isAbsent(error))
          throw new StoreTrouble('away', `The artifact ${sha256} was removed while it was asked for.`, error)
        throw trouble(error)
      }
    },
    async adopt(sha256, path, size) {
      const partSize = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS))
      const Body = createReadStream(path, { highWaterMark: 1 << 20 })
      const params = {
        Bucket,
        Key: key(sha256),
        Body: Readable.from(checked(Body, sha256)),
        ContentType: 'application/octet-stream',
      }
      try {
        await new Upload({ client, params, partSize, queueSize: 2 }).done()
      } catch (error) {
        throw trouble(error)
      } finally {
        Body.destroy()
      }
      await rm(path, { force: true })
    },
    async remove(sha256) {
      try {
        await client.send(new DeleteObjectCommand({ Bucket, Key: key(sha256) }))
      } catch (error) {
        if (!isAbsent(error)) throw trouble(error)
      }
    },
  }
}

const SOCKETS = { keepAlive: true, maxSockets: 512 }

/** The same bytes; breaks before the end when they are not those of `sha256`: the disk they waited on may have failed. */
async function* checked(bytes: Readable, sha256: Sha256): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of bytes) {
    hash.update(chunk as Buffer)
    yield chunk as Buffer
  }
  const actual = hash.digest('hex')
  if (actual !== sha256)
    throw new StoreTrouble(
      'unusable',
      `The bytes that waited for the store hash to ${actual} now, not to ${sha256}: upload them again.`,
    )
}
