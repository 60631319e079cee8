/** What a value of a key may look like, and which comparisons make sense for it. */
export type Kind = 'text' | 'choice' | 'flag' | 'number' | 'age'

type Key = {
  readonly kind: Kind
  /** for a choice: every value there is */
  readonly choices?: readonly string[]
  readonly means: string
  readonly example: string
}

export const SELECTOR_STATUS = ['healthy', 'degraded', 'unhealthy', 'unknown', 'offline', 'online'] as const
const CALIBRATIONS = ['due', 'soon', 'valid', 'unknown'] as const
export const DRIFT_KINDS = ['version', 'config', 'slot', 'capability', 'file'] as const

/** Every key of the language. `label.NAME` stands beside them: any label is a key. */
export const KEYS = {
  id: { kind: 'text', means: 'the device’s stable id', example: 'id:jetson-orin-0001' },
  name: { kind: 'text', means: 'what people call it', example: 'name:"Oslo camera*"' },
  site: { kind: 'text', means: 'id of its site', example: 'site:oslo-plant' },
  region: { kind: 'text', means: 'region of its site', example: 'region:north' },
  group: { kind: 'text', means: 'a group it belongs to', example: 'group:pilot' },
  type: { kind: 'text', means: 'hardware type', example: 'type:jetson-orin,rpi5' },
  arch: { kind: 'text', means: 'architecture', example: 'arch:arm64' },
  status: { kind: 'choice', choices: SELECTOR_STATUS, means: 'health, or its absence', example: 'status:degraded' },
  release: { kind: 'text', means: 'the version it runs', example: 'release:!=1.0.0' },
  desired: { kind: 'text', means: 'the version it should run', example: 'desired:1.1.0' },
  drift: {
    kind: 'choice',
    choices: ['yes', 'no', ...DRIFT_KINDS],
    means: 'differs from what it should run',
    example: 'drift:config',
  },
  agent: { kind: 'text', means: 'version of its agent', example: 'agent:0.1.0' },
  capability: { kind: 'text', means: 'something it can do', example: 'capability:dual-slot' },
  rollout: { kind: 'text', means: 'id of the rollout it is in, or none', example: 'rollout:none' },
  last_seen: { kind: 'age', means: 'time since its last word', example: 'last_seen:<1h' },
  memory_mb: { kind: 'number', means: 'memory, megabytes', example: 'memory_mb:>=4096' },
  disk_mb: { kind: 'number', means: 'disk, megabytes', example: 'disk_mb:<16384' },
  disk_used: { kind: 'number', means: 'disk in use, per cent', example: 'disk_used:>80' },
  fidelity: { kind: 'number', means: 'how well it can be watched, 1–5', example: 'fidelity:>=4' },
  quarantined: { kind: 'flag', means: 'set aside until released', example: 'quarantined:no' },
  issue: { kind: 'flag', means: 'has an open known issue', example: 'issue:yes' },
  spof: { kind: 'flag', means: 'a single point of failure', example: 'spof:no' },
  calibration: {
    kind: 'choice',
    choices: CALIBRATIONS,
    means: 'has a resource whose calibration is so',
    example: 'calibration:due,soon',
  },
  discrepancy: { kind: 'flag', means: 'says something else than the registry, unresolved', example: 'discrepancy:no' },
} as const satisfies Readonly<Record<string, Key>>

export type SelectorKey = keyof typeof KEYS

/** Words people also type for the same. */
export const ALIASES: Readonly<Record<string, SelectorKey>> = {
  hardware: 'type',
  hardware_type: 'type',
  version: 'release',
  running: 'release',
  architecture: 'arch',
  seen: 'last_seen',
  health: 'status',
}

export const keyOf = (word: string): SelectorKey | null => {
  if (Object.hasOwn(KEYS, word)) return word as SelectorKey
  return Object.hasOwn(ALIASES, word) ? (ALIASES[word] ?? null) : null
}
