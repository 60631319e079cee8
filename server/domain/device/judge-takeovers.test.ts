import { expect, it } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { judgeTakeovers } from './judge-takeovers.ts'

/** One letter a run of the agent, a minute apart: who held the connection, in order. */
const story = (runs: string, minutes = 0.5) => {
  const takeovers = [...runs].slice(1).flatMap((to, index) => {
    const from = runs[index] ?? ''
    return from === to
      ? []
      : [{ at: ((index + 100) * minutes * 60_000) as Instant, from, to, address: `192.0.2.${to}` }]
  })
  return judgeTakeovers(takeovers, ((runs.length + 98) * minutes * 60_000) as Instant)
}

it.each([
  { name: 'one run that reconnects all the time', runs: 'aaaaaaaaaaaa', duplicated: false },
  { name: 'an agent that is restarted all the time', runs: 'abcdefghijklmnop', duplicated: false },
  { name: 'two machines, three returns', runs: 'ababa', duplicated: false },
  { name: 'two machines, four returns', runs: 'ababab', duplicated: true },
  { name: 'two machines whose agents are restarted now and then', runs: 'abacadaea', duplicated: true },
  { name: 'the same, slowly: one return in five minutes', runs: 'ababababab', minutes: 5, duplicated: false },
])('[R-003] $name: duplicated $duplicated', ({ runs, minutes, duplicated }) => {
  expect(story(runs, minutes).duplicated).toBe(duplicated)
})

it('says how often and from where', () => {
  expect(story('ababab')).toMatchObject({
    addresses: ['192.0.2.b', '192.0.2.a'],
    because: expect.stringMatching(/^DUPLICATE_IDENTITY: two machines .* 4 times within 10 minutes, from 192/),
  })
})
