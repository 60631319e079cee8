import { describe } from 'vitest'
import { EMPTY_DISK, memorySlots } from './memory-slots.ts'
import { ARCHIVES, slotsContract } from './slots.contract.ts'

const has = async (sha256: string) => Object.values<string>(ARCHIVES).includes(sha256)

describe('slots in memory', () => {
  slotsContract(async () => {
    const driver = memorySlots(EMPTY_DISK, has)
    return {
      driver,
      async losePower() {
        return memorySlots(driver.disk(), has)
      },
    }
  })
})
