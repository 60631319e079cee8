import { z } from 'zod'

/** R-113 … R-115. Declared, signed and shown here; an agent that says the capability `hooks` carries them out. */
export const DeviceHook = z.object({
  name: z.string().min(1).max(60),
  /** before the new slot is started, or after it and before it is confirmed */
  when: z.enum(['pre', 'post']),
  kind: z.enum(['engine-build', 'power-mode', 'sensor-calibration', 'command']),
  /** never a shell's: a program and its arguments, run in the folder of the new slot */
  argv: z.array(z.string().min(1).max(200)).min(1).max(32),
  timeLimitSeconds: z.int().min(1).max(3600),
  /** kinds of the resources it works on: `camera`, `controller` */
  touches: z.array(z.string().min(1).max(60)).max(16),
  /** what it touches has to be calibrated again before the release is confirmed */
  requiresCalibration: z.boolean(),
})
export type DeviceHook = z.infer<typeof DeviceHook>

/** What an agent says among its capabilities when it carries hooks out. */
export const HOOKS_CAPABILITY = 'hooks'
