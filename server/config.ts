import { resolve } from 'node:path'
import { z } from 'zod'

function number(fallback: number, min: number, max: number) {
  const error = `it has to be a number from ${min} to ${max}`
  return z.coerce.number({ error }).min(min, error).max(max, error).default(fallback)
}

function whole(fallback: number, min: number, max: number) {
  const error = `it has to be a whole number from ${min} to ${max}`
  return z.coerce.number({ error }).int(error).min(min, error).max(max, error).default(fallback)
}

const flag = z
  .enum(['0', '1', 'true', 'false', ''], 'it has to be 1 or 0')
  .default('0')
  .transform((value) => value === '1' || value === 'true')

const Origin = z
  .string()
  .refine(
    (text) => URL.parse(text)?.origin === text,
    'it has to be origins such as https://wavegate.example, separated by commas',
  )

/** `s3://bucket` or `s3://bucket/some/prefix` */
const S3Address = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9!_.*'()/-]*))?$/

const Environment = z.object({
  PORT: whole(7300, 0, 65_535),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** folder of the embedded database, keys and artifacts */
  WAVEGATE_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'it has to be an address that starts with postgresql://')
    .optional(),
  WAVEGATE_DEMO: flag,
  /** where browsers reach this server, comma-separated; needed behind a proxy or on a public name */
  WAVEGATE_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(Origin))
    .optional(),
  /** seconds between two reports of a device */
  WAVEGATE_REPORT_INTERVAL: number(10, 0.2, 3600),
  /** messages a second one device may send, and how many at once */
  WAVEGATE_AGENT_RATE: number(20, 1, 100_000),
  WAVEGATE_AGENT_BURST: whole(60, 1, 1_000_000),
  WAVEGATE_SAMPLE_HOURS: number(48, 1, 24 * 365),
  /** an S3-compatible bucket instead of the data folder; its key comes from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the machine's role */
  WAVEGATE_ARTIFACTS: z
    .string()
    .regex(S3Address, 'it has to be a bucket such as s3://artifacts or s3://artifacts/wavegate')
    .optional(),
  /** where that bucket is when it is not at AWS */
  WAVEGATE_S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'it has to be an address such as https://minio.example:9000' })
    .optional(),
  WAVEGATE_S3_REGION: z.string().min(1).default('us-east-1'),
  WAVEGATE_ARTIFACT_MAX_MB: whole(2048, 1, 1_000_000),
  /** all artifacts together, with what is being uploaded */
  WAVEGATE_ARTIFACT_QUOTA_MB: whole(102_400, 1, 1_000_000_000),
  /** hours for which nothing may have needed an artifact before it is removed */
  WAVEGATE_ARTIFACT_GRACE_HOURS: number(168, 0, 24 * 365),
  /** the release key the owner brings: a file with an Ed25519 private key as PEM; left out, the first start makes one */
  WAVEGATE_RELEASE_KEY: z.string().min(1).optional(),
  /** a file with the public key alone: the private one stays offline, and what it signed is brought here */
  WAVEGATE_RELEASE_PUBLIC_KEY: z.string().min(1).optional(),
  /** a file with the key that seals secret configuration values, the same for every server of one database; left out, one is made */
  WAVEGATE_CONFIG_KEY: z.string().min(1).optional(),
  /** 0: only sockets and API, for benchmarks and tests that look at no page */
  WAVEGATE_PAGES: flag.default(true),
  WAVEGATE_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
})

export type Config = ReturnType<typeof configOf>

/** Parses the environment once. A bad value answers one sentence that names the setting and what it may be. */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): { ok: true; config: Config } | { ok: false; sentence: string } {
  const parsed = Environment.safeParse(env)
  if (parsed.success) return { ok: true, config: configOf(parsed.data) }
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0])
  // Not the value of DATABASE_URL: it holds a password.
  const given = name === 'DATABASE_URL' ? name : `${name}=${env[name] ?? ''}`
  return { ok: false, sentence: `${given} does not work: ${issue?.message}.` }
}

function configOf(env: z.infer<typeof Environment>) {
  return {
    port: env.PORT,
    host: env.HOST,
    dataFolder: resolve(env.WAVEGATE_DATA),
    databaseUrl: env.DATABASE_URL,
    demo: env.WAVEGATE_DEMO,
    origins: env.WAVEGATE_ORIGINS,
    reportIntervalSeconds: env.WAVEGATE_REPORT_INTERVAL,
    agentRate: { perSecond: env.WAVEGATE_AGENT_RATE, burst: env.WAVEGATE_AGENT_BURST },
    sampleHours: env.WAVEGATE_SAMPLE_HOURS,
    artifacts: artifactsOf(env),
    artifactGraceMs: env.WAVEGATE_ARTIFACT_GRACE_HOURS * 3_600_000,
    uploads: {
      artifactMaxBytes: env.WAVEGATE_ARTIFACT_MAX_MB * 1024 * 1024,
      quotaBytes: env.WAVEGATE_ARTIFACT_QUOTA_MB * 1024 * 1024,
    },
    releaseKey: releaseKeyOf(env),
    configKey: configKeyOf(env),
    pages: env.WAVEGATE_PAGES,
    logLevel: env.WAVEGATE_LOG,
    development: env.NODE_ENV === 'development',
  } as const
}

function artifactsOf(env: z.infer<typeof Environment>) {
  const [, bucket, path = ''] = S3Address.exec(env.WAVEGATE_ARTIFACTS ?? '') ?? []
  if (!bucket) return { kind: 'folder', path: resolve(env.WAVEGATE_DATA, 'artifacts') } as const
  const prefix = path
    .split('/')
    .filter(Boolean)
    .map((part) => `${part}/`)
    .join('')
  return { kind: 's3', bucket, prefix, endpoint: env.WAVEGATE_S3_ENDPOINT, region: env.WAVEGATE_S3_REGION } as const
}

function releaseKeyOf(env: z.infer<typeof Environment>) {
  if (env.WAVEGATE_RELEASE_PUBLIC_KEY)
    return { kind: 'public', path: resolve(env.WAVEGATE_RELEASE_PUBLIC_KEY) } as const
  if (env.WAVEGATE_RELEASE_KEY) return { kind: 'private', path: resolve(env.WAVEGATE_RELEASE_KEY) } as const
  return { kind: 'made', path: resolve(env.WAVEGATE_DATA, 'release.key') } as const
}

const configKeyOf = (env: z.infer<typeof Environment>) =>
  env.WAVEGATE_CONFIG_KEY
    ? ({ kind: 'brought', path: resolve(env.WAVEGATE_CONFIG_KEY) } as const)
    : ({ kind: 'made', path: resolve(env.WAVEGATE_DATA, 'config.key') } as const)
