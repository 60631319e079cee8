import { FileDiff, FileJson, type LucideIcon, Package, Puzzle, Undo2 } from 'lucide-react'
import type { DriftCause, DriftKind, DriftSeverity } from '../../server/protocol/drift.ts'
import type { ActPermission } from '../../server/protocol/views/person.ts'
import type { Tone } from '../status/tone.ts'

export const KIND = {
  version: { label: 'Version', glyph: Package },
  config: { label: 'Configuration', glyph: FileJson },
  slot: { label: 'Rollback target', glyph: Undo2 },
  capability: { label: 'Capability', glyph: Puzzle },
  file: { label: 'File', glyph: FileDiff },
} as const satisfies Record<DriftKind, { label: string; glyph: LucideIcon }>

export const CAUSE = {
  'local-edit': 'edited on the device',
  'failed-update': 'an update did not hold',
  'restored-backup': 'the device came back from an older state',
  'never-reconciled': 'it never took up what was asked',
  unknown: 'cause not known',
} as const satisfies Record<DriftCause, string>

export const SEVERITY = {
  security: { label: 'Security', tone: 'fail' },
  behaviour: { label: 'Behaviour', tone: 'warn' },
  cosmetic: { label: 'Cosmetic', tone: 'off' },
} as const satisfies Record<DriftSeverity, { label: string; tone: Tone }>

/** The reason a button shows when it is refused. */
export const refusalOf = (may: ActPermission): string | null => (may.allowed ? null : may.because)
