import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sketchBin } from '../../server/protocol/sketch.ts'
import { seededRandom } from '../fleet/seeded-random.ts'
import { pass } from './app/accelerator.ts'
import { camera } from './app/camera.ts'
import { type classify, INPUTS, WEIGHTS } from './app/model.ts'
import { settingsOf } from './app/settings.ts'
import { binOf } from './app/sketch.ts'
import { variant as errors } from './variants/errors.ts'
import { variant as good } from './variants/good.ts'
import { variant as wrong } from './variants/wrong.ts'

const random = seededRandom('weights')
const weights = Float32Array.from({ length: WEIGHTS }, () => random() - 0.5)

test('the copied latency bins are the bins of the wire', () => {
  fc.assert(fc.property(fc.double({ min: -1, max: 1e9, noNaN: true }), (ms) => binOf(ms) === sketchBin(ms)))
})

test.each([
  { said: undefined, settings: { exposure: 8, threshold: 0.5 } },
  { said: '{"camera":{"exposure":12}}', settings: { exposure: 12, threshold: 0.5 } },
  { said: '{"camera":null,"inference":{"threshold":0.7}}', settings: { exposure: 8, threshold: 0.7 } },
])('is told $said', ({ said, settings }) => expect(settingsOf(said)).toEqual(settings))

describe('versions that really differ', () => {
  const failures = (infer: typeof classify) => {
    const next = camera(seededRandom('scene'))
    let failed = 0
    for (let frame = 0; frame < 4000; frame += 1) {
      try {
        infer(weights, next())
      } catch {
        failed += 1
      }
    }
    return failed / 4000
  }

  test('the good one fails on damaged frames, about one in three hundred', () => {
    expect(failures(good.infer)).toBeGreaterThan(0.0005)
    expect(failures(good.infer)).toBeLessThan(0.008)
  })

  test('the one with errors fails on bright frames, about one in eight', () => {
    expect(failures(errors.infer)).toBeGreaterThan(0.1)
    expect(failures(errors.infer)).toBeLessThan(0.16)
  })

  test('the wrong one gives another answer to a known frame, with a straight face', () => {
    const frame = Array.from({ length: INPUTS }, (_, at) => at / INPUTS)
    expect(wrong.infer(weights, frame)).not.toEqual(good.infer(weights, frame))
  })

  test('a pass of the accelerator takes a wait of its own', async () => {
    const began = performance.now()
    await pass(1, () => 0.5)
    expect(performance.now() - began).toBeGreaterThan(8)
  })
})
