import { expect, test } from 'vitest'
import { noRoomForTwo } from './room-for-two.ts'

const RELEASE = { resources: { memoryMb: 512, diskMb: 2000 } }
const ROOMY = { capabilities: ['blue-green'], memoryMb: 1024, diskMb: 4000 }

test.each([
  { name: '[R-080] exactly twice what one slot needs is enough', device: ROOMY, says: null },
  { name: '[R-080] no router', device: { ...ROOMY, capabilities: ['dual-slot'] }, says: '--router-port' },
  { name: '[R-080] too little memory', device: { ...ROOMY, memoryMb: 1023 }, says: 'need 1024 MB' },
  { name: '[R-080] too little disk', device: { ...ROOMY, diskMb: 3999 }, says: 'need 4000 MB' },
])('$name', ({ device, says }) => {
  const because = noRoomForTwo(device, RELEASE)
  if (says === null) expect(because).toBeNull()
  else expect(because).toContain(says)
})
