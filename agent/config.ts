import { hostname, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { DeviceId } from '../server/protocol/ids.ts'
import { Platform } from '../server/protocol/manifest.ts'

/** Every option, what it means, and in `WAVEGATE_AGENT_…` the same by environment. */
const OPTIONS = {
  server: ['URL', 'where the server is, like https://wavegate.example'],
  token: ['TOKEN', 'enrolment token; without one the device waits in the lobby until a person accepts it'],
  dir: ['DIR', 'where identity, slots and journal live; one folder a device'],
  id: ['ID', 'identity to ask for (default: the host name)'],
  name: ['NAME', 'what people call it (default: the identity)'],
  site: ['SITE', 'the site it stands at (default: what the token or whoever accepts it says)'],
  'hardware-type': ['TYPE', 'like jetson-orin (default: generic)'],
  architecture: ['ARCH', 'arm64, arm or x64 (default: this machine)'],
  'memory-mb': ['MB', 'memory of the device (default: this machine)'],
  'disk-mb': ['MB', 'disk of the device (default: 8192)'],
  label: ['K=V', 'a label; may be repeated (environment: separated by commas)'],
  fidelity: ['1-5', 'how well the device can be watched (default: 3)'],
  factory: ['FILE', 'release to start from on an empty device: a packed artifact with its .release.json beside it'],
  'app-port': ['PORT', 'port given to the application (default: a free one)'],
  'router-port': [
    'PORT',
    'where clients reach the application, whichever slot serves; both slots can run then (blue-green)',
  ],
  'reconnect-max': ['SECONDS', 'longest pause before connecting again (default: 300)'],
} as const

const Settings = z.object({
  server: z
    .url({ protocol: /^https?$/, error: 'give the server as a URL: --server http://127.0.0.1:3000' })
    .transform((url) => url.replace(/\/+$/, '')),
  token: z.string().min(8, 'the token is too short').optional(),
  dir: z.string({ error: 'say where the device keeps its files: --dir DIR' }).min(1),
  id: DeviceId,
  name: z.string().min(1).max(100),
  site: z.string().min(1).max(100).optional(),
  platform: Platform,
  memoryMb: z.coerce.number().int().min(1),
  diskMb: z.coerce.number().int().min(1),
  labels: z.record(z.string(), z.string()),
  singlePointOfFailure: z.boolean(),
  fidelity: z.coerce.number().int().min(1).max(5),
  factory: z.string().optional(),
  appPort: z.coerce.number().int().min(1).max(65_535).nullable(),
  routerPort: z.coerce.number().int().min(1).max(65_535).nullable(),
  reconnectMaxSeconds: z.coerce.number().min(0.1).max(3600),
})
export type Settings = z.infer<typeof Settings>

export type Configured = { ok: true; settings: Settings } | { ok: false; because: string }

export function configure(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Configured {
  const parsed = arguments_(argv)
  if (typeof parsed === 'string') return { ok: false, because: parsed }
  const option = (name: keyof typeof OPTIONS): string | undefined =>
    one(parsed[name]) ?? (env[variable(name)] || undefined)
  const labels = parsed.label ?? env[variable('label')]?.split(',').filter(Boolean) ?? []
  const unclear = labels.find((label) => !/^[^=]+=/.test(label))
  if (unclear) return { ok: false, because: `a label is KEY=VALUE; "${unclear}" is not` }
  const id = option('id') ?? hostname()
  const settings = Settings.safeParse({
    server: option('server') ?? '',
    token: option('token'),
    dir: option('dir'),
    id,
    name: option('name') ?? id,
    site: option('site'),
    platform: {
      hardwareType: option('hardware-type') ?? 'generic',
      architecture: option('architecture') ?? process.arch,
    },
    memoryMb: option('memory-mb') ?? Math.floor(totalmem() / (1 << 20)),
    diskMb: option('disk-mb') ?? 8192,
    labels: Object.fromEntries(
      labels.map((label) => [label.slice(0, label.indexOf('=')), label.slice(label.indexOf('=') + 1)]),
    ),
    singlePointOfFailure: parsed['single-point-of-failure'] ?? env[variable('single-point-of-failure')] === '1',
    fidelity: option('fidelity') ?? 3,
    factory: option('factory'),
    appPort: option('app-port') ?? null,
    routerPort: option('router-port') ?? null,
    reconnectMaxSeconds: option('reconnect-max') ?? 300,
  })
  if (settings.success && settings.data.appPort && settings.data.routerPort)
    return { ok: false, because: 'give --app-port or --router-port: behind a router either slot has a port of its own' }
  if (settings.success) return { ok: true, settings: settings.data }
  const [issue] = settings.error.issues
  return { ok: false, because: `${String(issue?.path[0] ?? 'option')}: ${issue?.message ?? 'not understood'}` }
}

export function usage(): string {
  const lines = Object.entries(OPTIONS).map(([name, [value, what]]) => `  --${`${name} ${value}`.padEnd(24)} ${what}`)
  return [
    'npm run agent -- --server URL [--token TOKEN] --dir DIR …',
    ...lines,
    `  --${'single-point-of-failure'.padEnd(24)} never choose it for a canary`,
  ].join('\n')
}

const variable = (name: string): string => `WAVEGATE_AGENT_${name.toUpperCase().replaceAll('-', '_')}`

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.at(-1) : value)

function arguments_(argv: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    server: text,
    token: text,
    dir: text,
    id: text,
    name: text,
    site: text,
    'hardware-type': text,
    architecture: text,
    'memory-mb': text,
    'disk-mb': text,
    label: { type: 'string', multiple: true },
    fidelity: text,
    factory: text,
    'app-port': text,
    'router-port': text,
    'reconnect-max': text,
    'single-point-of-failure': { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args: [...argv], options, strict: true }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
