import { describe, expect, it } from 'vitest'
import { Hello } from '../../protocol/hello.ts'
import { PROTOCOL_VERSION } from '../../protocol/protocol-version.ts'
import { judgeHello, type Registered, type SigningKey } from './judge-hello.ts'

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

const ours: Registered = { revoked: null, heldByAnother: false }
const active: SigningKey = { is: 'active' }
const retired: SigningKey = { is: 'former', state: 'retired', why: 'the hardware was replaced' }

type Case = {
  name: string
  heard: boolean
  registered?: Registered | null
  key?: SigningKey
  version?: number
  retry?: true
}
const cases: (Case & { says?: RegExp })[] = [
  { name: 'an enrolled device with its own key is heard', heard: true },
  { name: 'with the key it rotates to as well', key: { is: 'next' }, heard: true },
  { name: 'a wrong signature is refused for good', key: { is: 'none' }, heard: false },
  { name: 'an unknown device is refused for good', registered: null, heard: false },
  {
    name: 'a revoked device is refused for good and told why',
    registered: { ...ours, revoked: 'stolen' },
    heard: false,
    says: /revoked \(stolen\): ask the owner/,
  },
  { name: 'the key of replaced hardware is told so', key: retired, heard: false, says: /hardware was replaced/ },
  {
    name: 'a second machine waits while the first is connected',
    registered: { ...ours, heldByAnother: true },
    heard: false,
    retry: true,
    says: /Another machine/,
  },
  { name: 'an agent of tomorrow is refused', version: PROTOCOL_VERSION + 1, heard: false },
]

describe('who is let in after hello', () => {
  it.each(cases)('$name', ({ registered = ours, key = active, version = PROTOCOL_VERSION, heard, retry, says }) => {
    const verdict = judgeHello({ ...hello, protocolVersion: version }, registered, key)
    expect(verdict.heard).toBe(heard)
    if (verdict.heard) return
    expect(verdict.retry).toBe(retry ?? false)
    if (says) expect(verdict.refusal.message).toMatch(says)
  })

  it('an unknown device, a wrong key and a wrong key of a revoked device read alike', () => {
    const stranger = judgeHello(hello, null, { is: 'none' })
    expect(judgeHello(hello, ours, { is: 'none' })).toEqual(stranger)
    expect(judgeHello(hello, { ...ours, revoked: 'stolen' }, { is: 'none' })).toEqual(stranger)
  })
})
