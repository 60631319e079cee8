import { classify } from '../app/model.ts'
import type { Variant } from '../app/variant-shape.ts'

export const NAME = 'slow'

/** Looks at each frame at three scales where one was enough. */
export const variant: Variant = { begin() {}, passes: 2.5, infer: classify }
