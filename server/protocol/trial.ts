import { z } from 'zod'

/** How a device proves a new version before it keeps it. Seconds of the device's monotonic clock. */
export const TrialPolicy = z.object({
  /** the trial ends in a rollback when health is not proven by then */
  windowSeconds: z.number().min(1).max(3600),
  /** healthy without a break for this long */
  minReadySeconds: z.number().min(0).max(3600),
  /** */
  intervalSeconds: z.number().min(0.2).max(300),
  timeoutSeconds: z.number().min(0.2).max(60),
  /** this many restarts within the window are a crash loop */
  maxRestarts: z.int().min(1).max(20),
  restartWindowSeconds: z.number().min(1).max(3600),
  /** */
  maxMemoryPercent: z.number().min(1).max(100),
})
export type TrialPolicy = z.infer<typeof TrialPolicy>
