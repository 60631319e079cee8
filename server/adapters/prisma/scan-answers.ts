import type pg from 'pg'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { Batcher } from '../batcher.ts'

export type ScanAnswer = { readonly deviceId: DeviceId; readonly at: Instant }

const ANSWERED_SQL = `
update "DeviceStatus" s set "answeredAt" = r.at, "lastSeenAt" = greatest(s."lastSeenAt", r.at)
from unnest($1::text[], $2::timestamptz[]) as r(id, at) where s."deviceId" = r.id`

/** Keeps when each device last answered a ping, many in one statement; durable when it resolves. */
export function openScanAnswers(pool: pg.Pool): (answer: ScanAnswer) => Promise<void> {
  const batcher = new Batcher<ScanAnswer, null>(async (answers) => {
    const values = [answers.map((one) => one.deviceId), answers.map((one) => new Date(one.at).toISOString())]
    await pool.query({ name: 'wavegate-scan-answers', text: ANSWERED_SQL, values })
    return answers.map(() => null)
  })
  return async (answer) => void (await batcher.add(answer))
}
