import { Generation } from '../../server/protocol/ids.ts'
import type { FailureReason } from '../../server/protocol/reported.ts'
import type { JournalRecord, Outcome, Plan } from './journal-record.ts'
import { TRIAL_STARTS } from './trial.ts'

/** Where an update stands that has begun and not ended. */
export type Open = { plan: Plan } & (
  | { stage: 'preparing' }
  /** it ran, or was about to, beside the one that serves */
  | { stage: 'standing'; left: number }
  /** the trial is armed: the new release may be active, and has `left` starts left */
  | { stage: 'armed'; left: number }
  | { stage: 'rolling-back'; reason: FailureReason; detail: string }
)

/** The journal's meaning. */
export type Ledger = {
  lastNumber: number
  /** newest desired state that is under way or has ended here */
  generation: Generation
  ended: Outcome
  open: Open | null
}

const EMPTY: Ledger = { lastNumber: 0, generation: Generation.parse(0), ended: { state: 'idle' }, open: null }

export function ledgerFrom(records: readonly JournalRecord[]): Ledger {
  const checkpoint = records.findLastIndex((record) => record.step === 'checkpoint')
  return records.slice(Math.max(0, checkpoint)).reduce(enter, EMPTY)
}

/** An abandoned update gives its generation back, so that hearing the same desired state again starts it again. */
export function enter(ledger: Ledger, record: JournalRecord): Ledger {
  const lastNumber = record.number
  const { generation } = record
  switch (record.step) {
    case 'checkpoint':
      return { lastNumber, generation, ended: record.ended, open: null }
    case 'accepted':
      if (record.outcome === 'begun') return { ...ledger, lastNumber, open: { stage: 'preparing', plan: record.plan } }
      return { ...ledger, lastNumber, open: null }
    case 'downloading':
    case 'downloaded':
    case 'unpacking':
    case 'prepared':
      return { ...ledger, lastNumber }
    case 'standby':
      return {
        ...ledger,
        lastNumber,
        open: ledger.open && { stage: 'standing', plan: ledger.open.plan, left: record.left },
      }
    case 'standing-by':
      return {
        ...ledger,
        lastNumber,
        open: ledger.open && { stage: 'standing', plan: ledger.open.plan, left: TRIAL_STARTS },
      }
    case 'switching':
    case 'proving':
      return {
        ...ledger,
        lastNumber,
        open: ledger.open && { stage: 'armed', plan: ledger.open.plan, left: record.left },
      }
    case 'rolling-back':
      return {
        ...ledger,
        lastNumber,
        open: ledger.open && {
          stage: 'rolling-back',
          plan: ledger.open.plan,
          reason: record.reason,
          detail: record.detail,
        },
      }
    case 'confirmed':
      return { lastNumber, generation, ended: { state: 'confirmed' }, open: null }
    case 'rolled-back':
    case 'refused':
      return {
        lastNumber,
        generation,
        ended: { state: record.step, reason: record.reason, detail: record.detail },
        open: null,
      }
  }
}
