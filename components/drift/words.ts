import { FileDiff, FileJson, type LucideIcon, Package, Puzzle, Undo2 } from 'lucide-react'
import type { DriftCause, DriftKind, DriftSeverity } from '../../server/protocol/drift.ts'
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
