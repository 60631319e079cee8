import { canonicalJson } from '../../protocol/canonical-json.ts'
import { decide } from '../rollout/decide.ts'
import type { Decision } from '../rollout/rollout.ts'
import type { Inputs } from './inputs.ts'

/** A decision as text, the same for the same decision. */
export const decisionText = (decision: Decision): string => canonicalJson(decision)

/** Does this build decide from the same inputs what was decided? */
export const decidesTheSame = (inputs: Inputs, text: string): boolean =>
  decisionText(decide(inputs.rollout, inputs.facts, inputs.now)) === text
