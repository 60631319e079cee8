import { describe, expect, it } from 'vitest'
import { Hello } from '../../protocol/hello.ts'
import { PROTOCOL_VERSION } from '../../protocol/protocol-version.ts'
import { judgeHello } from './judge-hello.ts'

const hello = Hello.parse({
  type: 'hello',
  protocolVersion: PROTOCOL_VERSION,
  deviceId: 'dev-1',
  signature: 'x',
  agentVersion: '0.1.0',
  hardware: { hardwareType: 'gw-100', architecture: 'arm64', memoryMb: 512, diskMb: 4096 },
  capabilities: [],
  reported: { generation: 0, running: null, slot: null, standby: null, update: { state: 'idle' } },
})

const cases = [
  { name: 'an enrolled device with its own key is heard', heard: true },
  { name: 'a wrong signature is refused for good', valid: false, heard: false },
  { name: 'an unknown device is refused for good', registered: null, heard: false },
  { name: 'a revoked device is refused for good', registered: { revoked: true }, heard: false },
  { name: 'an agent of tomorrow is refused', protocolVersion: PROTOCOL_VERSION + 1, heard: false },
]

describe('who is let in after hello', () => {
  it.each(cases)(
    '$name',
    ({ registered = { revoked: false }, valid = true, protocolVersion = PROTOCOL_VERSION, heard }) => {
      const verdict = judgeHello({ ...hello, protocolVersion }, registered, valid)
      expect(verdict.heard).toBe(heard)
      if (!verdict.heard) expect(verdict.retry).toBe(false)
    },
  )

  it('an unknown device and a wrong key read alike', () => {
    expect(judgeHello(hello, null, true)).toEqual(judgeHello(hello, { revoked: false }, false))
  })
})
