import { classify } from '../app/model.ts'
import type { Variant } from '../app/variant-shape.ts'

export const NAME = 'errors'

const BRIGHTEST = 0.783

/** Its new exposure correction cannot take bright frames, about one in eight. */
export const variant: Variant = {
  begin() {},
  passes: 1,
  infer(weights, frame) {
    const mean = frame.reduce((sum, value) => sum + value, 0) / frame.length
    if (mean > BRIGHTEST) throw new RangeError(`exposure ${mean.toFixed(3)} is outside the correction table`)
    return classify(weights, frame)
  },
}
