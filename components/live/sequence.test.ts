import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hear, type Position, type Stamped } from './sequence.ts'

const delta = (seq: number, epoch = 'e1'): Stamped => ({ type: 'states-delta', epoch, seq })

describe('a stream that knows when it missed something', () => {
  it('takes the next message', () => expect(hear({ epoch: 'e1', seq: 4 }, delta(5)).step).toBe('apply'))
  it('ignores what it has seen', () => expect(hear({ epoch: 'e1', seq: 4 }, delta(4)).step).toBe('ignore'))
  it('watches again after a gap and keeps its place, so that the server can replay', () =>
    expect(hear({ epoch: 'e1', seq: 4 }, delta(6))).toEqual({ position: { epoch: 'e1', seq: 4 }, step: 'watch-again' }))
  it('watches again when the server counts anew', () =>
    expect(hear({ epoch: 'e1', seq: 4 }, delta(5, 'e2')).step).toBe('watch-again'))
  it('takes a snapshot wherever it stands', () =>
    expect(hear({ epoch: 'e1', seq: 4 }, { type: 'states', epoch: 'e1', seq: 9 })).toEqual({
      position: { epoch: 'e1', seq: 9 },
      step: 'apply',
    }))

  it('never applies a change over a hole, whatever is lost or repeated on the way', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 }), (arrivals) => {
        const applied: number[] = []
        let position: Position = { epoch: 'e1', seq: 0 }
        for (const seq of arrivals) {
          const heard = hear(position, delta(seq))
          position = heard.position
          if (heard.step === 'apply') applied.push(seq)
        }
        expect(applied).toEqual(applied.map((_, index) => index + 1))
      }),
    )
  })
})
