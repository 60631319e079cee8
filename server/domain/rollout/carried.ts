import type { Drilled, Suspicion } from '../../protocol/rollout-state.ts'

type Carried = { readonly suspected?: Suspicion | undefined; readonly drilled?: Drilled | undefined }

/** What a wave keeps from phase to phase until it is let through or goes back: who suspects it, and how its drill went. */
export const carried = ({ suspected, drilled }: Carried): { suspected?: Suspicion; drilled?: Drilled } => ({
  ...(suspected ? { suspected } : {}),
  ...(drilled ? { drilled } : {}),
})
