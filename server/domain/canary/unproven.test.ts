import { expect, test } from 'vitest'
import type { DeviceId, Generation, Instant, Sha256 } from '../../protocol/ids.ts'
import { unproven } from './unproven.ts'

const [OLD, NEW] = ['a'.repeat(64) as Sha256, 'b'.repeat(64) as Sha256]
const canary = (name: string, running: Sha256 | null, more: object = {}) => ({
  deviceId: name as DeviceId,
  name,
  failure: null,
  online: true,
  targetSha256: NEW,
  targetConfigDigest: null,
  previousSha256: OLD,
  previousConfigDigest: null,
  reported: running && {
    generation: 1 as Generation,
    running: { name: 'app', version: '1', sha256: running },
    slot: 'a' as const,
    standby: null,
    update: { state: 'confirmed' as const },
  },
  ...more,
})
const failure = { reason: 'crash-loop', detail: 'exit 1', at: 1 as Instant } as const
const PICKS = [
  { deviceId: 'g1', covers: ['gateway in west', 'group dock'] },
  { deviceId: 'g2', covers: ['gateway in west'] },
  { deviceId: 'p1', covers: ['rpi5 in west', 'group shop'] },
]

test('[R-039] [R-040] a type, region or group whose canaries all failed or left is named to whoever approves', () => {
  const canaries = [canary('g1', OLD, { failure }), canary('g2', NEW), canary('p1', OLD, { online: false })]
  expect(unproven(PICKS, canaries)).toEqual([
    'Not tried by the canary: group dock (g1 failed).',
    'Not tried by the canary: group shop, rpi5 in west (p1 is offline).',
  ])
})

test('[R-039] nothing is named while one canary of each runs the new version', () => {
  expect(
    unproven(
      PICKS,
      ['g1', 'g2', 'p1'].map((name) => canary(name, NEW)),
    ),
  ).toEqual([])
})
