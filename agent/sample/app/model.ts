export const INPUTS = 16
const HIDDEN = [256, 64] as const
export const LABELS = ['background', 'person', 'vehicle', 'package'] as const

/** Floats in `model.bin`: three dense layers without bias, row by row, little endian. */
export const WEIGHTS = INPUTS * HIDDEN[0] + HIDDEN[0] * HIDDEN[1] + HIDDEN[1] * LABELS.length

export type Answer = { label: string; scores: number[] }

/** A small dense network over the features of one frame. Same weights, same frame, same answer. */
export function classify(weights: Float32Array, features: readonly number[]): Answer {
  if (features.length !== INPUTS) throw new Error(`a frame has ${INPUTS} features, not ${features.length}`)
  if (!features.every(Number.isFinite)) throw new Error('the frame is damaged')
  const first = layer(weights, 0, features, HIDDEN[0])
  const second = layer(weights, INPUTS * HIDDEN[0], first, HIDDEN[1])
  const logits = layer(weights, INPUTS * HIDDEN[0] + HIDDEN[0] * HIDDEN[1], second, LABELS.length, false)
  const scores = softmax(logits)
  const best = scores.indexOf(Math.max(...scores))
  return { label: LABELS[best] ?? LABELS[0], scores }
}

function layer(
  weights: Float32Array,
  offset: number,
  input: ArrayLike<number>,
  outputs: number,
  bend = true,
): Float64Array {
  const output = new Float64Array(outputs)
  for (let to = 0; to < outputs; to += 1) {
    let sum = 0
    for (let from = 0; from < input.length; from += 1)
      sum += (weights[offset + to * input.length + from] ?? 0) * (input[from] ?? 0)
    output[to] = bend ? Math.max(0, sum) : sum
  }
  return output
}

function softmax(logits: Float64Array): number[] {
  const most = Math.max(...logits)
  const raised = Array.from(logits, (logit) => Math.exp(logit - most))
  const total = raised.reduce((sum, value) => sum + value, 0)
  return raised.map((value) => Math.round((value / total) * 1e6) / 1e6)
}
