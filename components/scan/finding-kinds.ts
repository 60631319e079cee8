import { CircleFadingArrowUp, Fingerprint, GitCompareArrows, Hand, type LucideIcon, WifiOff } from 'lucide-react'
import type { FindingKind } from '../../server/protocol/views/scan-view.ts'
import { page } from '../paths.ts'
import type { Tone } from '../status/tone.ts'

type Kind = { label: string; tone: Tone; glyph: LucideIcon; todo: string; act: { label: string; href: string } | null }

/** What each kind of finding means and what somebody does about it. */
export const KINDS = {
  offline: {
    label: 'Registered, not responding',
    tone: 'off',
    glyph: WifiOff,
    todo: 'Marked offline, not failed: they catch up when they return. A whole site at once is its power or its network.',
    act: { label: 'All that are offline', href: page.devices('status:offline') },
  },
  lobby: {
    label: 'Responding, not registered',
    tone: 'wait',
    glyph: Hand,
    todo: 'They wait in the lobby. Nothing is deployed to them until somebody accepts them.',
    act: { label: 'Go to the lobby', href: page.lobby() },
  },
  mismatch: {
    label: 'Other than the registry said',
    tone: 'warn',
    glyph: GitCompareArrows,
    todo: 'The registry follows the device. Nothing is deployed to it until the difference is resolved on its page.',
    act: { label: 'All that differ', href: page.devices('discrepancy:yes') },
  },
  duplicate: {
    label: 'Doubtful identity',
    tone: 'warn',
    glyph: Fingerprint,
    todo: 'Two speak for one identity. Find the one that is right, then revoke or replace the other on the device’s page.',
    act: null,
  },
  'stale-agent': {
    label: 'Older agent',
    tone: 'off',
    glyph: CircleFadingArrowUp,
    todo: 'They work. Update their agent when the site has a window.',
    act: null,
  },
} as const satisfies Record<FindingKind, Kind>
