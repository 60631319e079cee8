import { describe, expect, it } from 'vitest'
import { registryDifference } from './registry-difference.ts'

const hardware = { hardwareType: 'gw-100', architecture: 'arm64' as const, memoryMb: 512, diskMb: 4096 }

describe('[R-003] the registry learns from the device', () => {
  it('nothing to learn when both agree, in whatever order', () => {
    expect(
      registryDifference({ ...hardware, capabilities: ['b', 'a'] }, { hardware, capabilities: ['a', 'b'] }),
    ).toBeNull()
  })
  it('takes the device at its word and says what changed', () => {
    const difference = registryDifference(
      { ...hardware, memoryMb: 256, capabilities: [] },
      { hardware, capabilities: ['dual-slot'] },
    )
    expect(difference?.next).toEqual({ ...hardware, capabilities: ['dual-slot'] })
    expect(difference?.because).toBe('The device says: memory 256 MB → 512 MB; capabilities none → dual-slot')
  })
})
