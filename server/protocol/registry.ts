import { z } from 'zod'

/** Words of the registry that people give. What is long or odd is refused at the door, with the reason. */
export const SiteId = z
  .string()
  .min(1, 'give the site an id')
  .max(100)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')

/** One line that PostgreSQL and every screen can hold. */
const words = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u, 'no tabs, line breaks or other control characters')

export const Name = words.min(1, 'give it a name').max(100, 'at most 100 characters')

export const Region = words.min(1, 'name the region').max(60, 'at most 60 characters')

export const HardwareType = words.min(1, 'name the hardware type').max(60, 'at most 60 characters')

const LabelKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$/, 'letters, digits and . _ / - only, at most 60')
const LabelValue = words.max(100, 'at most 100 characters')

const MOST_LABELS = 50
export const Labels = z
  .record(LabelKey, LabelValue)
  .refine((labels) => Object.keys(labels).length <= MOST_LABELS, `at most ${MOST_LABELS} labels`)

/** Labels as they are stored: a device may have enrolled with others than people may give. */
export const StoredLabels = z.record(z.string(), z.string())

/** What changes: null takes the label away, one that is not named stays. */
export const LabelChanges = z
  .record(LabelKey, LabelValue.nullable())
  .refine((labels) => Object.keys(labels).length <= MOST_LABELS, `at most ${MOST_LABELS} labels`)

export const Group = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'letters, digits and . _ - only, at most 60')

export const Groups = z
  .array(Group)
  .max(20, 'at most 20 groups')
  .transform((groups) => [...new Set(groups)].toSorted())

/** An IANA name, as `Europe/Oslo`: a fixed offset would be wrong for half of the year. */
export const TimeZone = z.string().max(60).refine(isTimeZone, 'not an IANA time zone: write Europe/Oslo, or UTC')

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

export const ResourceKind = z.enum(['controller', 'camera', 'sensor'])
export type ResourceKind = z.infer<typeof ResourceKind>

export const ResourceId = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits and . _ - only')
export type ResourceId = z.infer<typeof ResourceId>

/** How well a device can be watched: 1 (a heartbeat) … 5 (every signal). */
export const Fidelity = z.int('write a whole number from 1 to 5').min(1, 'write 1 to 5').max(5, 'write 1 to 5')
