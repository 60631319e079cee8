import { expect, test } from 'vitest'
import { singlePointOfFailure } from './single-point-of-failure.ts'

test.each([
  { name: 'marked as one', device: { marked: true, redundancyGroup: 'doors', standIns: 2 }, says: 'marked' },
  { name: 'of no redundancy group', device: { marked: false, redundancyGroup: null, standIns: null }, says: null },
  {
    name: 'with another one up and well',
    device: { marked: false, redundancyGroup: 'doors', standIns: 1 },
    says: null,
  },
  {
    name: 'whose group has nobody else up and well',
    device: { marked: false, redundancyGroup: 'doors', standIns: 0 },
    says: 'nobody else of its redundancy group doors is up and healthy',
  },
])('[R-042] a device $name', ({ device, says }) => {
  const because = singlePointOfFailure(device)
  if (says === null) expect(because).toBeNull()
  else expect(because).toContain(says)
})
