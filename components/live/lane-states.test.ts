import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEVICE_STATES } from '../../server/protocol/device-state.ts'
import { applyDelta, countStates, laneStates, replaceStates, stateAt } from './lane-states.ts'

const state = fc.constantFrom(...DEVICE_STATES)
const cohort = fc.array(state, { minLength: 1, maxLength: 200 })
const cohortAndChanges = cohort.chain((states) =>
  fc.record({
    states: fc.constant(states),
    changes: fc.array(fc.record({ index: fc.nat(states.length - 1), state }), { maxLength: 100 }),
  }),
)

describe('lanes, table and header read one array', () => {
  it('ends with the last word about each device, as the server would send it', () => {
    fc.assert(
      fc.property(cohortAndChanges, ({ states, changes }) => {
        const expected = [...states]
        for (const change of changes) expected[change.index] = change.state
        const next = applyDelta(laneStates(states), encode(changes))
        expect(next && expected.map((_, index) => stateAt(next, index))).toEqual(expected)
      }),
    )
  })

  it('counts every device exactly once, and the lanes add up to the header', () => {
    fc.assert(
      fc.property(cohort, fc.nat(), (states, cut) => {
        const held = laneStates(states)
        const first = cut % (states.length + 1)
        const lanes = [countStates(held, 0, first), countStates(held, first, states.length - first)]
        const header = countStates(held)
        expect(total(header)).toBe(states.length)
        for (const name of DEVICE_STATES)
          expect((lanes[0]?.[name] ?? 0) + (lanes[1]?.[name] ?? 0)).toBe(header[name] ?? 0)
      }),
    )
  })

  it('reaches the same by one snapshot as by all the changes before it', () => {
    fc.assert(
      fc.property(cohortAndChanges, ({ states, changes }) => {
        const held = laneStates(states)
        const byDelta = applyDelta(held, encode(changes))
        expect(byDelta && replaceStates(held, byDelta)).toEqual(byDelta)
      }),
    )
  })

  it('never changes the array it was given', () => {
    fc.assert(
      fc.property(cohortAndChanges, ({ states, changes }) => {
        const held = laneStates(states)
        const before = held.slice()
        applyDelta(held, encode(changes))
        expect(held).toEqual(before)
      }),
    )
  })

  it.each([
    { name: 'a place beyond the cohort', delta: encode([{ index: 3, state: 'healthy' }]) },
    { name: 'a state it has no name for', delta: Uint8Array.of(0, 0, 0, 15) },
    { name: 'half a change', delta: Uint8Array.of(0, 0) },
  ])('refuses $name', ({ delta }) =>
    expect(applyDelta(laneStates(['pending', 'pending', 'pending']), delta)).toBeNull(),
  )

  it('refuses a snapshot of another cohort', () =>
    expect(replaceStates(laneStates(['pending']), Uint8Array.of(0, 0))).toBeNull())
})

function encode(changes: readonly { index: number; state: (typeof DEVICE_STATES)[number] }[]): Uint8Array {
  const bytes = new Uint8Array(changes.length * 4)
  const view = new DataView(bytes.buffer)
  changes.forEach((change, at) => {
    view.setUint32(at * 4, (change.index << 4) | DEVICE_STATES.indexOf(change.state))
  })
  return bytes
}

function total(counts: ReturnType<typeof countStates>): number {
  return Object.values(counts).reduce((sum, value) => sum + value, 0)
}
