import type { Frame } from './camera.ts'
import type { Answer } from './model.ts'

/** What differs between the versions of this application. */
export type Variant = {
  /** before the first frame; a version that cannot start throws here */
  begin(): void
  /** accelerator passes a frame takes */
  passes: number
  infer(weights: Float32Array, frame: Frame): Answer
}
