import { readFileSync } from 'node:fs'
import { classify } from '../app/model.ts'
import type { Variant } from '../app/variant-shape.ts'

export const NAME = 'crash'

/** Needs a table that nobody packed. */
export const variant: Variant = {
  begin() {
    readFileSync(new URL('./calibration.json', import.meta.url))
  },
  passes: 1,
  infer: classify,
}
