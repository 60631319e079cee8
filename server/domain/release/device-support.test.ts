import { expect, test } from 'vitest'
import type { DeviceHook } from '../../protocol/device-hook.ts'
import { unsupportedBecause } from './device-support.ts'

const hook: DeviceHook = {
  name: 'recalibrate the lidar',
  when: 'post',
  kind: 'sensor-calibration',
  argv: ['calibrate'],
  timeLimitSeconds: 600,
  touches: ['lidar'],
  requiresCalibration: true,
}

test.each([
  { name: 'two slots, no inventory yet', manifest: { mechanism: 'dual-slot' }, can: null, says: null },
  { name: 'two slots', manifest: { mechanism: 'dual-slot' }, can: ['dual-slot'], says: null },
  { name: 'containers, no inventory yet', manifest: { mechanism: 'container' }, can: null, says: 'by container' },
  { name: 'containers on two slots', manifest: { mechanism: 'container' }, can: ['dual-slot'], says: 'by dual-slot' },
  { name: 'containers', manifest: { mechanism: 'container' }, can: ['dual-slot', 'container'], says: null },
] as const)('[R-026] $name', ({ manifest, can, says }) => {
  const because = unsupportedBecause(manifest, { capabilities: [], mechanisms: can })
  if (says === null) expect(because).toBeNull()
  else expect(because).toContain(says)
})

test('[R-113] device steps are for agents that say they carry them out', () => {
  const manifest = { mechanism: 'dual-slot' as const, hooks: [hook] }
  expect(unsupportedBecause(manifest, { capabilities: ['camera'], mechanisms: null })).toContain(
    'recalibrate the lidar',
  )
  expect(unsupportedBecause(manifest, { capabilities: ['hooks'], mechanisms: null })).toBeNull()
})
