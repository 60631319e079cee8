import { z } from 'zod'
import { DeviceId } from '../ids.ts'
import { SelectorText } from '../selector/selector.ts'

/** Devices by name, or all that a selector matches with the count somebody confirmed. */
export const DeviceTarget = z.union([
  z.strictObject({ ids: z.array(DeviceId).min(1).max(1000) }),
  z.strictObject({ where: SelectorText, expected: z.int().min(1) }),
])
export type DeviceTarget = z.infer<typeof DeviceTarget>

const Reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500)
const LabelName = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9_./-]{0,62}$/, 'a label begins with a letter, then letters, digits, _ . / or -')

/** `POST /api/v1/devices/label`. No value: the label is taken away. */
export const LabelDevices = z.object({
  target: DeviceTarget,
  label: LabelName,
  value: z.string().trim().min(1).max(200).nullable(),
})
export type LabelDevices = z.infer<typeof LabelDevices>

/** `POST /api/v1/devices/group` */
export const GroupDevices = z.object({
  target: DeviceTarget,
  group: z.string().trim().min(1).max(60),
  belongs: z.boolean(),
})
export type GroupDevices = z.infer<typeof GroupDevices>

/** `POST /api/v1/devices/quarantine` and `/release` */
export const SetAsideDevices = z.object({ target: DeviceTarget, reason: Reason })
export type SetAsideDevices = z.infer<typeof SetAsideDevices>

/** How many were not so before. */
export const DevicesChanged = z.object({ changed: z.int() })
export type DevicesChanged = z.infer<typeof DevicesChanged>
