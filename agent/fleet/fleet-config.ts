import { parseArgs } from 'node:util'
import { z } from 'zod'

const FleetSettings = z.object({
  server: z
    .url({ protocol: /^https?$/, error: 'give the server as a URL: --server http://127.0.0.1:3000' })
    .transform((url) => url.replace(/\/+$/, '')),
  token: z.string().min(8, 'the token is too short').optional(),
  dir: z.string({ error: 'say where the fleet keeps its identities: --dir DIR' }).min(1),
  devices: z.coerce.number({ error: 'say how many devices: --devices N' }).int().min(1).max(20_000),
  real: z.coerce.number().int().min(0).max(200),
  seed: z.string(),
  sites: z.array(z.string().min(1)).min(1).optional(),
  factory: z.string().optional(),
  reconnectMaxSeconds: z.coerce.number().min(0.1).max(3600),
  drift: z.coerce.number().int().min(0).max(20_000),
})
export type FleetSettings = z.infer<typeof FleetSettings>

export type FleetConfigured = { ok: true; settings: FleetSettings } | { ok: false; because: string }

export function fleetConfig(argv: readonly string[]): FleetConfigured {
  const text = { type: 'string' } as const
  const options = {
    server: text,
    token: text,
    dir: text,
    devices: text,
    real: text,
    seed: text,
    sites: text,
    factory: text,
    'reconnect-max': text,
    drift: text,
  }
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true })
    const settings = FleetSettings.safeParse({
      ...values,
      server: values.server ?? '',
      real: values.real ?? 0,
      seed: values.seed ?? '1',
      sites: values.sites?.split(',').filter(Boolean),
      reconnectMaxSeconds: values['reconnect-max'] ?? 300,
      drift: values.drift ?? 0,
    })
    if (settings.success) return { ok: true, settings: settings.data }
    const [issue] = settings.error.issues
    return { ok: false, because: `${String(issue?.path[0] ?? 'option')}: ${issue?.message ?? 'not understood'}` }
  } catch (error) {
    return { ok: false, because: error instanceof Error ? error.message : String(error) }
  }
}

export const fleetUsage = (): string =>
  [
    'npm run fleet -- --devices N --server URL --token TOKEN --dir DIR …',
    '  --real K             the first K are real agent processes (default: 0)',
    '  --seed WORD          the same fleet for the same word (default: 1)',
    '  --sites A,B          sites the devices stand at (default: the six of the demo)',
    '  --factory FILE       release they start from (default: the sample application 1.0.0, packed here)',
    '  --drift N            on N modelled devices somebody edits the configuration by hand, a minute after the start',
    '  --reconnect-max S    longest pause before connecting again (default: 300)',
  ].join('\n')
