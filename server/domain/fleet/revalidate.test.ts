import { expect, test } from 'vitest'
import type { DeviceId, Sha256 } from '../../protocol/ids.ts'
import { type PlannedDevice, revalidatedWords, unfit } from './revalidate.ts'

const RELEASE = {
  artifacts: [
    {
      hardwareType: 'rpi5',
      architecture: 'arm64' as const,
      sha256: 'a'.repeat(64) as Sha256,
      size: 1,
      unpackedSize: 1,
      files: 1,
    },
  ],
  resources: { memoryMb: 1000, diskMb: 2000 },
}

const device = (changes: Partial<PlannedDevice>): PlannedDevice => ({
  deviceId: 'dev-1' as DeviceId,
  name: 'dev-1',
  wave: 1,
  revoked: false,
  hardwareType: 'rpi5',
  architecture: 'arm64',
  memoryMb: 4096,
  diskMb: 10_000,
  singlePointOfFailure: false,
  quarantined: null,
  disputed: null,
  ...changes,
})

const CASES: readonly { name: string; changes: Partial<PlannedDevice>; because: string | null }[] = [
  { name: 'nothing changed', changes: {}, because: null },
  { name: 'revoked', changes: { revoked: true }, because: 'revoked' },
  { name: '[R-142] an open discrepancy', changes: { disputed: 'Device says memory 1 MB.' }, because: 'Resolve it' },
  { name: 'another hardware type', changes: { hardwareType: 'jetson-orin' }, because: 'no artifact' },
  { name: 'another architecture', changes: { architecture: 'x64' }, because: 'no artifact' },
  { name: 'less memory', changes: { memoryMb: 512 }, because: 'needs 1000 MB' },
  { name: 'less disk', changes: { diskMb: 512 }, because: 'needs 2000 MB' },
  { name: 'quarantined', changes: { quarantined: 'the fan is dead' }, because: 'the fan is dead' },
  {
    name: '[R-042] a canary that became a single point of failure',
    changes: { wave: 0, singlePointOfFailure: true },
    because: 'single point of failure',
  },
  { name: 'a single point of failure in a later wave', changes: { singlePointOfFailure: true }, because: null },
]

test.each(CASES)('[R-143] $name', ({ changes, because }) => {
  const said = unfit(RELEASE, device(changes))
  if (because === null) expect(said).toBeNull()
  else expect(said).toContain(because)
})

test('[R-143] the result in words, with its denominator', () => {
  expect(revalidatedWords(14, 2)).toBe('2 of 14 devices not yet exposed no longer fit: held.')
  expect(revalidatedWords(14, 0)).toBe('All 14 devices not yet exposed still fit.')
})
