import { INPUTS } from './model.ts'

/** One frame in this many arrives damaged, as frames do. */
const DAMAGED_ONE_IN = 330

export type Frame = readonly number[]

/** Frames of an endless scene: features between 0 and 1 around a wandering brightness. */
export function camera(random: () => number = Math.random): () => Frame {
  return () => {
    const brightness = random()
    const frame = Array.from({ length: INPUTS }, () => 0.25 * random() + 0.75 * brightness)
    if (random() * DAMAGED_ONE_IN < 1) frame[0] = Number.NaN
    return frame
  }
}
