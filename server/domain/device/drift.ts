import type { DriftCause, DriftKind, DriftSeverity } from '../../protocol/drift.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { Inventory } from '../../protocol/inventory.ts'
import type { ConfigDocument } from '../../protocol/layered-config.ts'
import type { InstalledRelease, Reported } from '../../protocol/reported.ts'
import { hidesAt } from '../config/hidden-values.ts'
import { compareConfig } from '../drift/compare-config.ts'

/** What a device should run and what it said last: the frozen inputs of one comparison. */
export type DriftFacts = {
  readonly now: Instant
  /** its newest report or inventory; null before the first */
  readonly heardAt: Instant | null
  readonly onlineSince: Instant | null
  readonly desired: {
    readonly generation: number
    readonly issuedAt: Instant
    readonly release: InstalledRelease
    readonly mechanism: string
    /** of a secret value, here as in the inventory, only a digest that tells whether two are equal */
    readonly config: ConfigDocument
    /** of all of it in clear */
    readonly configDigest: string
    /** key paths whose values are never shown */
    readonly secrets: readonly string[]
  } | null
  readonly reported: Reported | null
  readonly inventory: Inventory | null
  /** newest desired state the device is known to have ended */
  readonly endedGeneration: number
  /** a rollout that is under way decides about this device */
  readonly rollout: string | null
}

/** `desired` and `reported` are what may be shown: of a secret, only whether they are equal is known, and they are not. */
export type DriftFound = {
  readonly kind: DriftKind
  readonly key: string
  readonly desired: unknown
  readonly reported: unknown
  readonly cause: DriftCause
  readonly severity: DriftSeverity
  readonly secret: boolean
}

export type DriftVerdict =
  | { readonly is: 'unknown'; readonly because: string }
  | { readonly is: 'in-flight'; readonly because: string }
  | {
      readonly is: 'compared'
      readonly items: readonly DriftFound[]
      readonly normalised: readonly string[]
      readonly because: string
    }

/** A device that was not heard for this long is neither in sync nor drifted. */
export const UNKNOWN_AFTER_MS = 24 * 3_600_000
/** A connected device that has not taken up its desired state by then will not do so by itself. */
export const TAKEN_UP_WITHIN_MS = 15 * 60_000
/** Items of one device; more are one cause, and nobody reads them. */
const MOST_ITEMS = 200
const CONFIG_FILE_KEY = '(file)'

/** R-147, R-160: reported against desired, only when no update is under way and the device was heard. */
export function evaluateDrift(facts: DriftFacts): DriftVerdict {
  const { now, heardAt, desired, reported, rollout } = facts
  if (heardAt === null || !reported) return { is: 'unknown', because: 'it has not reported yet' }
  if (now - heardAt >= UNKNOWN_AFTER_MS) return { is: 'unknown', because: 'it has not reported for 24 hours' }
  if (!desired) return { is: 'unknown', because: 'nothing is desired of it yet' }
  if (rollout) return { is: 'in-flight', because: `the rollout “${rollout}” decides about it` }
  if (reported.update.state === 'updating') return { is: 'in-flight', because: 'an update is under way' }
  if (desired.generation > reported.generation && mayStillTakeUp(facts, desired.issuedAt))
    return { is: 'in-flight', because: 'it has not taken up its newest desired state yet' }

  const runs = reported.running
  const version = runs !== null && runs.sha256 === desired.release.sha256 && runs.version === desired.release.version
  const config = version ? configItems(facts, desired, runs) : { items: [], normalised: [] }
  const items = [
    ...(version ? [] : [versionItem(facts, desired)]),
    ...config.items,
    ...fileItems(facts),
    ...slotItems(facts),
    ...capabilityItems(facts, desired),
  ].slice(0, MOST_ITEMS)
  const because = items.length === 0 ? 'it runs what it should' : sentenceOf(items)
  return { is: 'compared', items, normalised: config.normalised, because }
}

/** Away or just told: it takes its time, and that is nobody's difference yet. */
function mayStillTakeUp({ now, onlineSince }: DriftFacts, issuedAt: Instant): boolean {
  return onlineSince === null || now - Math.max(onlineSince, issuedAt) < TAKEN_UP_WITHIN_MS
}

type Desired = NonNullable<DriftFacts['desired']>

function versionItem(facts: DriftFacts, { release }: Desired): DriftFound {
  const runs = facts.reported?.running ?? null
  return found('version', release.name, release.version, runs && wordsOf(runs, release), versionCause(facts))
}

/** The same number over other bytes has to be told apart. */
const wordsOf = (runs: InstalledRelease, desired: InstalledRelease): string => {
  const name = runs.name === desired.name ? runs.version : `${runs.name} ${runs.version}`
  return name === desired.version ? `${name} (other bytes: ${runs.sha256.slice(0, 12)})` : name
}

function versionCause({ reported, desired, endedGeneration }: DriftFacts): DriftCause {
  if (!reported || !desired) return 'unknown'
  if (reported.generation < endedGeneration) return 'restored-backup'
  if (reported.generation < desired.generation) return 'never-reconciled'
  return reported.update.state === 'rolled-back' || reported.update.state === 'refused' ? 'failed-update' : 'unknown'
}

function configItems(facts: DriftFacts, desired: Desired, runs: InstalledRelease) {
  const nothing = { items: [] as DriftFound[], normalised: [] as string[] }
  if (!runs.configDigest) return { ...nothing, normalised: ['the agent is too old to say its configuration'] }
  if (runs.configDigest === desired.configDigest) return nothing
  const config = facts.inventory?.config
  const cause = editCause(facts)
  // The file as a whole, until the inventory that belongs to this digest has come, or when the file is no document.
  if (!config || facts.inventory?.installed?.configDigest !== runs.configDigest || config.is !== 'document') {
    const reported = !config || config.is === 'document' ? 'another content' : WORDS[config.is]
    return { ...nothing, items: [found('config', CONFIG_FILE_KEY, 'as it was sent', reported, cause)] }
  }
  const { differences, normalised } = compareConfig(desired.config, config.document)
  const items = differences.map(({ key, ...values }) => {
    const secret = [values.desired, values.reported].some((value) => hidesAt(key, value, desired.secrets))
    const shown = secret ? { desired: null, reported: null } : values
    return { kind: 'config' as const, key, ...shown, cause, severity: severityOf(key, secret), secret }
  })
  return { items, normalised }
}

const WORDS = {
  missing: 'no file',
  unreadable: 'not a JSON object',
  'too-large': 'too large to be sent',
} as const

/** After the device confirmed what it was told, only somebody at the device can have written something else. */
function editCause({ reported, desired, endedGeneration }: DriftFacts): DriftCause {
  if (!reported || !desired) return 'unknown'
  if (reported.generation < endedGeneration) return 'restored-backup'
  if (reported.generation < desired.generation) return 'never-reconciled'
  const { state } = reported.update
  return state === 'rolled-back' || state === 'refused' ? 'failed-update' : 'local-edit'
}

function fileItems(facts: DriftFacts): DriftFound[] {
  const slot = facts.inventory?.slots.find(({ active }) => active)
  return (slot?.changed ?? []).map(({ path, sealed, found: now }) => ({
    ...found('file', path, sealed, now ?? 'not there', 'local-edit'),
    severity: 'security' as const,
  }))
}

/** What the device would go back to must be whole as well. */
function slotItems(facts: DriftFacts): DriftFound[] {
  return (facts.inventory?.slots ?? [])
    .filter(({ active, state }) => !active && state === 'changed')
    .map(({ slot, changedCount }) =>
      found(
        'slot',
        `slot ${slot}`,
        'whole',
        `${changedCount} ${changedCount === 1 ? 'file' : 'files'} changed`,
        'local-edit',
      ),
    )
}

function capabilityItems({ inventory }: DriftFacts, { mechanism }: Desired): DriftFound[] {
  if (!inventory || inventory.mechanisms.includes(mechanism)) return []
  const has = inventory.mechanisms.join(', ') || 'none'
  return [found('capability', mechanism, 'available', `not among ${has}`, 'unknown')]
}

function found(kind: DriftKind, key: string, desired: unknown, reported: unknown, cause: DriftCause): DriftFound {
  return { kind, key, desired, reported, cause, severity: 'behaviour', secret: false }
}

const COSMETIC_NAME = /^(name|label|title|description|comment|note|colou?r)$/i

function severityOf(key: string, secret: boolean): DriftSeverity {
  if (secret) return 'security'
  return COSMETIC_NAME.test(key.split('.').at(-1) ?? '') ? 'cosmetic' : 'behaviour'
}

const sentenceOf = (items: readonly DriftFound[]): string =>
  `${items
    .slice(0, 3)
    .map(({ kind, key }) => `${kind} ${key}`)
    .join(', ')}${items.length > 3 ? ` and ${items.length - 3} more` : ''} ${items.length === 1 ? 'differs' : 'differ'}`
