import { z } from 'zod'

/** A JSON document; keys are addressed by paths like `camera.exposure`. */
export const ConfigDocument = z.record(z.string().min(1).max(100), z.json())
export type ConfigDocument = z.infer<typeof ConfigDocument>

/** Config in layers: fleet → group → site → device, the narrower wins (domain/config/effective-config.ts). */
export const LayeredConfig = z.object({
  fleet: ConfigDocument.default({}),
  groups: z.record(z.string().max(100), ConfigDocument).default({}),
  sites: z.record(z.string().max(100), ConfigDocument).default({}),
  devices: z.record(z.string().max(100), ConfigDocument).default({}),
  /** key paths whose values no screen and no API shows */
  secrets: z.array(z.string().max(200)).max(200).default([]),
})
export type LayeredConfig = z.infer<typeof LayeredConfig>
