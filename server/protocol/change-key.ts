import { z } from 'zod'
import { Fingerprint } from './fingerprint.ts'

/**
 * A person asks the device to prove itself with another key from now on. `from`: the one to change; a device that changed it
 * already drops the word. It makes the key itself and says it by `POST /agents/rotate-key`.
 */
export const ChangeKey = z.object({ type: z.literal('change-key'), from: Fingerprint })
export type ChangeKey = z.infer<typeof ChangeKey>
