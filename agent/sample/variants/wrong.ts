import { classify } from '../app/model.ts'
import type { Variant } from '../app/variant-shape.ts'

export const NAME = 'wrong'

/** Feeds the channels in the wrong order: fast, healthy and wrong. */
export const variant: Variant = {
  begin() {},
  passes: 1,
  infer: (weights, frame) => classify(weights, frame.toReversed()),
}
