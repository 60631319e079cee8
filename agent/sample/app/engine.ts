import { pass } from './accelerator.ts'
import type { Frame } from './camera.ts'
import type { Answer } from './model.ts'
import { binOf } from './sketch.ts'
import type { Variant } from './variant-shape.ts'

const RECENT = 200

/** Runs inferences and counts them, from the start of the process. */
export function inferenceEngine(variant: Variant, weights: Float32Array) {
  let requests = 0
  let errors = 0
  const latency: Record<string, number> = {}
  const recent: boolean[] = []

  return {
    async infer(frame: Frame): Promise<Answer> {
      const began = performance.now()
      let ok = false
      try {
        await pass(variant.passes)
        const answer = variant.infer(weights, frame)
        ok = true
        return answer
      } finally {
        requests += 1
        if (!ok) errors += 1
        recent.push(ok)
        if (recent.length > RECENT) recent.shift()
        const bin = String(binOf(performance.now() - began))
        latency[bin] = (latency[bin] ?? 0) + 1
      }
    },
    /** share of the newest inferences that failed, 0 … 1 */
    failing: () => (recent.length < 20 ? 0 : recent.filter((ok) => !ok).length / recent.length),
    metrics: () => ({ requests_total: requests, errors_total: errors, latency_ms: { ...latency } }),
  }
}
