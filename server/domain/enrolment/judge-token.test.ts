import { describe, expect, it } from 'vitest'
import { DeviceId, type Instant } from '../../protocol/ids.ts'
import { judgeToken, type Token } from './judge-token.ts'

const NOW = 1_000_000 as Instant
const good: Token = {
  sites: [],
  hardwareTypes: [],
  needsAcceptance: false,
  replaces: null,
  usesLeft: 1,
  expiresAt: (NOW + 1) as Instant,
  revokedAt: null,
}
const hardware = { hardwareType: 'gw-100', architecture: 'arm64', memoryMb: 512, diskMb: 4096 } as const

const cases = [
  { name: 'a good token vouches', token: {}, verdict: { is: 'vouches', siteId: 'a' } },
  { name: 'no token: the lobby', token: null, shown: false, verdict: { is: 'waits', because: /no token/ } },
  { name: 'an unknown one: the lobby', token: null, verdict: { is: 'waits', because: /not known/ } },
  { name: 'an expired one: the lobby', token: { expiresAt: NOW }, verdict: { is: 'waits', because: /expired/ } },
  { name: 'a revoked one: the lobby', token: { revokedAt: NOW }, verdict: { is: 'waits', because: /revoked/ } },
  { name: 'a used-up one: the lobby', token: { usesLeft: 0 }, verdict: { is: 'waits', because: /used up/ } },
  {
    name: 'one that needs acceptance: the lobby',
    token: { needsAcceptance: true },
    verdict: { is: 'waits', because: /accept/ },
  },
  { name: 'of its sites', token: { sites: ['b', 'a'] }, verdict: { is: 'vouches', siteId: 'a' } },
  {
    name: 'of another site',
    token: { sites: ['b'] },
    verdict: { is: 'misfit', because: /for site b, .* stands at a/ },
  },
  {
    name: 'of other sites, needing acceptance besides',
    token: { sites: ['b', 'c'], needsAcceptance: true },
    verdict: { is: 'misfit', because: /the sites b and c/ },
  },
  { name: 'a token for one site says where', token: { sites: ['b'] }, siteId: undefined, verdict: { siteId: 'b' } },
  { name: 'nobody says where', token: {}, siteId: undefined, verdict: { is: 'misfit', because: /--site/ } },
  {
    name: 'nobody says where, and a person will',
    token: { needsAcceptance: true },
    siteId: undefined,
    verdict: { is: 'waits' },
  },
  {
    name: 'one for new hardware names the device it replaces',
    token: { replaces: DeviceId.parse('dev-1'), hardwareTypes: ['rpi5'] },
    verdict: { is: 'replaces', deviceId: 'dev-1' },
  },
  {
    name: 'of other hardware',
    token: { hardwareTypes: ['rpi5', 'nano'] },
    verdict: { is: 'misfit', because: /hardware rpi5 and nano, and this device is gw-100/ },
  },
]

describe('[D-11] what a token means for the device that shows it', () => {
  it.each(cases)('$name', ({ token, shown = true, verdict, ...asked }) => {
    const siteId = 'siteId' in asked ? asked.siteId : 'a'
    const judged = judgeToken(token && { ...good, ...token }, shown, { siteId, hardware }, NOW)
    const { because, ...rest } = verdict as { because?: RegExp }
    expect(judged).toMatchObject(rest)
    if (because) expect(judged).toMatchObject({ because: expect.stringMatching(because) })
  })
})
