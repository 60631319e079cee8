import { z } from 'zod'
import { SelectorText } from '../selector/selector.ts'
import { ScanRhythm } from '../views/scan-view.ts'

/** `POST /api/v1/scans`; an empty selector asks the whole fleet. */
export const StartScan = z.strictObject({ selector: SelectorText.default('') })
export type StartScan = z.infer<typeof StartScan>

/** The scan that runs now: the one asked for, or the one that ran already. */
export const ScanStarted = z.object({ id: z.string(), alreadyRunning: z.boolean(), asked: z.int() })
export type ScanStarted = z.infer<typeof ScanStarted>

/** `POST /api/v1/scans/schedule` */
export const SetScanSchedule = z.strictObject({ rhythm: ScanRhythm, selector: SelectorText.default('') })
export type SetScanSchedule = z.infer<typeof SetScanSchedule>
