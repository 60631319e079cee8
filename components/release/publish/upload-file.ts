import { Upload } from 'tus-js-client'
import { Refusal } from '../../../server/protocol/ack.ts'
import { api } from '../../paths.ts'

/** Sent in pieces, so that a proxy which holds requests back holds little. */
const PIECE_BYTES = 16 * 1024 * 1024
const AGAIN_AFTER_MS = [0, 1000, 3000, 5000, 10_000, 20_000]

/**
 * Uploads what is not there yet, and goes on where it was after a cut or a reload. Rejects with the server's sentence when it
 * refuses.
 */
export async function uploadFile(
  file: File,
  sha256: string,
  progressed: (share: number, cut: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  const known = await fetch(api.artifact(sha256), { credentials: 'same-origin', signal })
  if (known.ok) return progressed(1, false)
  await new Promise<void>((resolve, reject) => {
    let share = 0
    const upload = new Upload(file, {
      endpoint: api.uploads(),
      chunkSize: PIECE_BYTES,
      retryDelays: AGAIN_AFTER_MS,
      metadata: { sha256 },
      // The same bytes are the same upload, whatever the file is called.
      fingerprint: async () => `wavegate-${sha256}`,
      removeFingerprintOnSuccess: true,
      onProgress(sent, total) {
        share = total ? sent / total : 0
        progressed(share, false)
      },
      onShouldRetry(cause) {
        // What the server refuses stays refused; 409 and 423 are another connection of ours that it has not let go of.
        const status = cause.originalResponse?.getStatus() ?? 0
        const again = status === 0 || status >= 500 || status === 409 || status === 423
        if (again) progressed(share, true)
        return again
      },
      onSuccess: () => resolve(),
      onError: (cause) => reject(new Error(sentenceOf(cause))),
    })
    signal.addEventListener('abort', () => void upload.abort())
    upload.findPreviousUploads().then(([previous]) => {
      if (previous) upload.resumeFromPreviousUpload(previous)
      upload.start()
    }, reject)
  })
}

function sentenceOf(cause: unknown): string {
  const body =
    cause instanceof Error && 'originalResponse' in cause
      ? (cause.originalResponse as { getBody(): string } | null)?.getBody()
      : undefined
  try {
    return Refusal.parse(JSON.parse(body ?? '').refusal).message
  } catch {
    return 'The upload broke off. What arrived is kept for a day: try again and it goes on from there.'
  }
}
