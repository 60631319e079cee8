import { Ban, CircleCheck, CircleX, Hand, Hourglass, type LucideIcon } from 'lucide-react'
import type { ApprovalView } from '../../server/protocol/views/approval-view.ts'
import type { Tone } from '../status/tone.ts'

export const OUTCOME = {
  open: { label: 'Open', glyph: Hand, tone: 'wait' },
  approved: { label: 'Approved', glyph: CircleCheck, tone: 'ok' },
  rejected: { label: 'Rejected', glyph: CircleX, tone: 'fail' },
  expired: { label: 'Expired', glyph: Hourglass, tone: 'off' },
  void: { label: 'Withdrawn', glyph: Ban, tone: 'off' },
} as const satisfies Record<ApprovalView['outcome'], { label: string; glyph: LucideIcon; tone: Tone }>
