import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pocketDevice } from '../testing/pocket-device.ts'
import { desiredOf, installed, moment, observation, SELF } from '../testing/values.ts'
import { reportedFrom } from './reported.ts'
import { asleep } from './state.ts'
import { step } from './step.ts'

const FACTORY = { active: 'a', a: installed('1.0.0', 'a'), b: null } as const

function device(behaviour: 'good' | 'crash' | 'wrong' | 'mute' = 'good') {
  const made = pocketDevice(FACTORY, (version) => (version === '1.0.0' ? 'good' : behaviour))
  made.boot()
  return made
}

const told = (...message: Parameters<typeof desiredOf>) => ({ type: 'heard', message: desiredOf(...message) }) as const

describe('desired states', () => {
  test('the held generation never goes back, whatever is said in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }), (generations) => {
        const made = device()
        let highest = 0
        for (const generation of generations) {
          made.happen(told(generation, generation % 2 ? '2.0.0' : '1.0.0', generation % 2 ? 'b' : 'a'))
          made.settle()
          highest = Math.max(highest, generation)
          expect(made.state().generation).toBe(highest)
        }
        expect(made.state().disk.active && made.disk()[made.state().disk.active ?? 'a']?.version).toBe(
          highest % 2 ? '2.0.0' : '1.0.0',
        )
      }),
      { numRuns: 200 },
    )
  })

  test('an older one and the same one again change nothing', () => {
    const made = device()
    made.happen(told(5, '2.0.0', 'b'))
    made.settle()
    const before = made.records().length
    made.happen(told(5, '2.0.0', 'b'), told(4, '3.0.0', 'c'))
    made.settle()
    expect(made.records()).toHaveLength(before)
    expect(made.app()?.version).toBe('2.0.0')
  })

  test('what already runs is adopted without a restart', () => {
    const made = device()
    const starts = made.starts()
    made.happen(told(7, '1.0.0', 'a'))
    made.settle()
    expect(made.starts()).toBe(starts)
    expect(reportedFrom(made.state())).toMatchObject({ generation: 7, update: { state: 'confirmed' } })
  })

  test('[R-103] going back to what the other slot holds needs no transfer', () => {
    const made = device()
    made.happen(told(1, '2.0.0', 'b'))
    made.settle()
    made.happen(told(2, '1.0.0', 'a'))
    made.settle()
    expect(made.app()?.version).toBe('1.0.0')
    expect(made.records().filter((record) => record.step === 'downloading' && record.generation === 2)).toEqual([])
  })

  test('a release that failed is left alone until a newer generation asks for it again', () => {
    const made = device('crash')
    made.happen(told(1, '2.0.0', 'b'))
    made.settle()
    expect(reportedFrom(made.state()).update).toMatchObject({ state: 'rolled-back', reason: 'crash-loop' })
    const before = made.records().length
    made.boot()
    made.happen(told(1, '2.0.0', 'b'))
    made.settle()
    expect(made.records()).toHaveLength(before)
    made.happen(told(2, '2.0.0', 'b'))
    made.settle()
    expect(made.records().length).toBeGreaterThan(before)
  })

  test('told to go back while it proves itself, an unproven release is left at once', () => {
    const made = device('mute')
    made.happen(told(1, '2.0.0', 'b'))
    expect(made.state().update?.phase).toBe('proving')
    made.happen(told(2, '1.0.0', 'a'))
    expect(made.app()?.version).toBe('1.0.0')
    made.settle()
    expect(reportedFrom(made.state())).toMatchObject({ generation: 2, update: { state: 'confirmed' } })
  })

  test('one for another device is dropped', () => {
    const made = device()
    made.happen({ type: 'heard', message: { ...desiredOf(3, '2.0.0', 'b'), deviceId: 'someone-else' as never } })
    made.settle()
    expect(made.state().generation).toBe(0)
  })
})

describe('[R-100] rolling back', () => {
  test.each([
    { behaviour: 'crash', reason: 'crash-loop' },
    { behaviour: 'wrong', reason: 'smoke-test-failed' },
    { behaviour: 'mute', reason: 'health-not-proven' },
  ] as const)('[R-002] a release that is $behaviour ends as $reason, on the old version', ({ behaviour, reason }) => {
    const made = device(behaviour)
    made.happen(told(1, '2.0.0', 'b'))
    made.settle()
    expect(reportedFrom(made.state()).update).toMatchObject({ state: 'rolled-back', reason })
    expect(made.app()?.version).toBe('1.0.0')
    expect(made.records().at(-1)).toMatchObject({ step: 'rolled-back', outcome: 'done' })
  })

  test('an application that could not even be started is tried again, whatever else is under way', () => {
    for (const busy of [[], [told(5, '2.0.0', 'b')]]) {
      let state = step(asleep(SELF), { type: 'woke-up', records: [], disk: FACTORY, words: null }, moment(0)).next
      for (const happening of busy) state = step(state, happening, moment(1)).next
      const broke = { type: 'broke', during: 'start-app', full: false, because: 'no free port' } as const
      const { next, effects } = step(state, broke, moment(2))
      expect(effects).toContainEqual(expect.objectContaining({ do: 'alarm', alarm: 'restart' }))
      const again = step(next, { type: 'alarm', alarm: 'restart' }, moment(3))
      expect(again.effects).toContainEqual(expect.objectContaining({ do: 'start-app', slot: 'a' }))
    }
  })

  test('a disk that breaks after the switch leads back; one that breaks before it ends the update', () => {
    const full = { type: 'broke', during: 'record', full: true, because: 'ENOSPC' } as const
    const proving = device('mute')
    proving.happen(told(1, '2.0.0', 'b'))
    proving.happen(full)
    proving.settle()
    expect(reportedFrom(proving.state()).update).toMatchObject({ state: 'rolled-back', reason: 'disk-full' })
    expect(proving.app()?.version).toBe('1.0.0')

    const verifying = device()
    verifying.happen(told(1, '2.0.0', 'b'), full)
    verifying.settle()
    expect(reportedFrom(verifying.state()).update).toMatchObject({ state: 'refused', reason: 'disk-full' })
    expect(verifying.app()?.version).toBe('1.0.0')
  })
})

describe('reporting', () => {
  const open = () => {
    const woken = step(asleep(SELF), { type: 'woke-up', records: [], disk: FACTORY, words: null }, moment(0)).next
    const connecting = step(woken, { type: 'alarm', alarm: 'connect' }, moment(1)).next
    const message = {
      type: 'welcome',
      serverTime: moment(0).at,
      reportIntervalSeconds: 10,
      reconnectWindowSeconds: 30,
      lastProgress: 0,
    } as const
    return step(connecting, { type: 'heard', message }, moment(2)).next
  }
  const counted = (requests: number) =>
    observation('1.0.0', { counters: { requests, errors: 0, latencyMs: { '70': requests } } })

  test('one report is under way at most, and what was measured meanwhile is in the next', () => {
    let state = step(open(), { type: 'alarm', alarm: 'report' }, moment(100)).next
    const first = step(state, { type: 'observed', run: 1, standby: false, observation: counted(10) }, moment(110))
    expect(first.effects).toMatchObject([{ do: 'send', what: 'report', message: { metrics: { requests: 10 } } }])
    state = step(first.next, { type: 'alarm', alarm: 'report' }, moment(10_100)).next
    const second = step(state, { type: 'observed', run: 1, standby: false, observation: counted(25) }, moment(10_110))
    expect(second.effects).toEqual([])
    const answered = step(
      second.next,
      { type: 'acknowledged', what: 'report', upTo: 0, answer: { is: 'accepted' } },
      moment(10_120),
    )
    expect(answered.effects).toMatchObject([{ do: 'send', message: { metrics: { requests: 15 } } }])
  })

  test('a report that may not have arrived is measured again with the next', () => {
    let state = step(open(), { type: 'alarm', alarm: 'report' }, moment(100)).next
    state = step(state, { type: 'observed', run: 1, standby: false, observation: counted(10) }, moment(110)).next
    state = step(state, { type: 'link-closed', clean: false }, moment(120)).next
    expect(state.meter.unsent).toMatchObject({ requests: 10 })
  })

  /** Told of 2.0.0 while 1.0.0 runs, up to where the old application is asked to end. */
  const switching = (from: ReturnType<typeof open>, mono: number) => {
    const { generation } = desiredOf(1, '2.0.0', 'b')
    return [
      told(1, '2.0.0', 'b'),
      { type: 'verified', generation, signed: true } as const,
      { type: 'download-ended', generation, end: { kind: 'complete' } } as const,
      { type: 'unpacked', generation, disk: { ...FACTORY, b: installed('2.0.0', 'b') } } as const,
    ].reduce((state, happening) => step(state, happening, moment(mono)).next, from)
  }
  const sent = (effects: ReturnType<typeof step>['effects']) =>
    effects.flatMap((effect) => (effect.do === 'send' && effect.message.type === 'report' ? [effect.message] : []))

  test('[R-154] what was seen of the old version while the new one takes its place is told as the old one', () => {
    const asked = step(open(), { type: 'alarm', alarm: 'report' }, moment(100)).next
    const turning = switching(asked, 200)
    expect(reportedFrom(turning).running?.version).toBe('2.0.0')
    const seen = step(turning, { type: 'observed', run: 1, standby: false, observation: counted(10) }, moment(300))
    expect(sent(seen.effects)).toMatchObject([
      { reported: { running: { version: '2.0.0' } }, producedBy: { version: '1.0.0' }, metrics: null },
    ])
  })

  test('[R-154] what was measured and not told before an update is told after it, of the version that did it', () => {
    let state = step(open(), { type: 'link-closed', clean: false }, moment(50)).next
    state = step(state, { type: 'alarm', alarm: 'report' }, moment(100)).next
    state = step(state, { type: 'observed', run: 1, standby: false, observation: counted(10) }, moment(110)).next
    state = switching(state, 2000)
    state = step(state, { type: 'app-stopped' }, moment(2100)).next
    state = { ...state, link: { is: 'open', reconnectWindowMs: 1000 } }
    state = step(state, { type: 'alarm', alarm: 'probe' }, moment(2400)).next
    const fresh = observation('2.0.0', { counters: { requests: 3, errors: 3, latencyMs: { '70': 3 } } })
    const told = step(state, { type: 'observed', run: 2, standby: false, observation: fresh }, moment(2500))
    expect(sent(told.effects)).toMatchObject([
      {
        producedBy: { version: '2.0.0' },
        metrics: { requests: 3 },
        earlier: [{ producedBy: { version: '1.0.0' }, metrics: { requests: 10 }, endedMsAgo: 500 }],
      },
    ])
    const lost = step(told.next, { type: 'link-closed', clean: false }, moment(2600)).next
    expect(lost.meter).toMatchObject({ unsent: { requests: 3 }, untold: [{ metrics: { requests: 10 } }] })
  })

  test('[R-154] a report lost on the way is counted for the version that was running when it left', () => {
    let state = step(open(), { type: 'alarm', alarm: 'report' }, moment(100)).next
    state = step(state, { type: 'observed', run: 1, standby: false, observation: counted(10) }, moment(110)).next
    state = step(switching(state, 2000), { type: 'app-stopped' }, moment(2100)).next
    state = step(state, { type: 'link-closed', clean: false }, moment(2200)).next
    expect(state.meter).toMatchObject({
      unsent: null,
      untold: [{ producedBy: { version: '1.0.0' }, metrics: { requests: 10 }, until: 110 }],
    })
  })

  test('[R-154] an entry of the journal names what ran as it was written, also after the agent was started again', () => {
    const made = device()
    made.happen(told(1, '2.0.0', 'b'))
    made.settle()
    made.boot()
    const ran = (name: string) =>
      made.state().outbox.entries.find((entry) => entry.step === name)?.running?.version ?? 'nothing'
    expect(['accepted', 'switching', 'proving', 'confirmed'].map(ran)).toEqual(['1.0.0', '1.0.0', '2.0.0', '2.0.0'])
    const failed = device('crash')
    failed.happen(told(1, '2.0.0', 'b'))
    failed.settle()
    expect(
      failed.records().flatMap(({ step, running }) => (step.startsWith('roll') ? [[step, running?.version]] : [])),
    ).toEqual([
      ['rolling-back', '2.0.0'],
      ['rolled-back', '1.0.0'],
    ])
  })

  test('[R-133] a capture speeds reports up for a while, then it is over', () => {
    const message = { type: 'capture', intervalSeconds: 1, forSeconds: 5 } as const
    const state = step(open(), { type: 'heard', message }, moment(1000)).next
    const alarmAt = (mono: number) =>
      step(state, { type: 'alarm', alarm: 'report' }, moment(mono)).effects.find((effect) => effect.do === 'alarm')
    expect(alarmAt(2000)).toMatchObject({ afterMs: 1000 })
    expect(alarmAt(7000)).toMatchObject({ afterMs: 10_000 })
  })

  test('[R-137] a ping is answered at once with what the device is, also while a report is under way', () => {
    const state = step(open(), { type: 'alarm', alarm: 'report' }, moment(100)).next
    const { effects } = step(state, { type: 'heard', message: { type: 'ping', scan: 'scan-1' } }, moment(110))
    expect(effects).toMatchObject([
      { do: 'send', what: 'pong', message: { type: 'pong', scan: 'scan-1', reported: reportedFrom(state) } },
    ])
  })

  test('progress is said again until it is acknowledged, and never numbered below what the server holds', () => {
    const woken = step(asleep(SELF), { type: 'woke-up', records: [], disk: FACTORY, words: null }, moment(0)).next
    const message = {
      type: 'welcome',
      serverTime: moment(0).at,
      reportIntervalSeconds: 10,
      reconnectWindowSeconds: 30,
      lastProgress: 41,
    } as const
    const welcomed = step(woken, { type: 'heard', message }, moment(2)).next
    const desired = step(welcomed, { type: 'heard', message: desiredOf(1, '1.0.0', 'a') }, moment(3)).next
    const adopted = step(
      desired,
      { type: 'verified', generation: desiredOf(1, '1.0.0', 'a').generation, signed: true },
      moment(4),
    )
    expect(adopted.effects[0]).toMatchObject({ do: 'record', record: { number: 42 } })
    const lost = step(
      adopted.next,
      { type: 'acknowledged', what: 'progress', upTo: 42, answer: { is: 'lost' } },
      moment(5),
    ).next
    const again = step(lost, { type: 'alarm', alarm: 'progress' }, moment(5006))
    expect(again.effects).toMatchObject([{ do: 'send', what: 'progress', upTo: 42 }])
  })
})
