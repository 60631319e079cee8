import { createReadStream } from 'node:fs'
import { DetailedError, Upload } from 'tus-js-client'
import { Refusal } from '../../server/protocol/ack.ts'
import { Refused, Unreachable } from './failures.ts'

export type Sending = {
  readonly server: string
  readonly headers: Readonly<Record<string, string>>
  readonly path: string
  readonly sha256: string
  readonly size: number
  /** where an earlier attempt got to; null to begin */
  readonly from: string | null
  readonly begun: (location: string) => void
  readonly progressed: (sent: number) => void
}

/** A network that is away for a while costs patience, not the bytes that arrived. */
const RETRY_AFTER_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000]

/** Sends a file by the tus protocol, going on where it was cut. Resolves when the server holds and has verified all of it. */
export function uploadFile({ server, headers, path, sha256, size, from, begun, progressed }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    // Its types know browsers only; its build for Node reads a file's stream part by part.
    const stream = createReadStream(path) as unknown as File
    const upload = new Upload(stream, {
      endpoint: `${server}/api/v1/uploads`,
      uploadUrl: from,
      uploadSize: size,
      metadata: { sha256 },
      headers: { ...headers },
      retryDelays: RETRY_AFTER_MS,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => upload.url && begun(upload.url),
      onProgress: progressed,
      onSuccess: () => resolve(),
      onError: (cause) => reject(failureOf(cause, server)),
    })
    upload.start()
  })
}

function failureOf(cause: Error, server: string): Error {
  const body = cause instanceof DetailedError ? cause.originalResponse?.getBody() : undefined
  if (!body)
    return new Unreachable(`${server} can not be reached: run the same command again to go on where it was cut.`)
  const refusal = Refusal.safeParse(refusalIn(body))
  return refusal.success
    ? new Refused(refusal.data.message, refusal.data.code)
    : new Unreachable(`${server} answered an upload in a way this CLI does not know: ${body.slice(0, 200)}`)
}

function refusalIn(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null && 'refusal' in parsed ? parsed.refusal : null
  } catch {
    return null
  }
}
