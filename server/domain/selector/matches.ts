import type { Instant } from '../../protocol/ids.ts'
import type { SelectorKey } from '../../protocol/selector/keys.ts'
import type { Comparison, Selector, Term } from '../../protocol/selector/term.ts'
import { never } from '../never.ts'
import type { DeviceFacts } from './device-facts.ts'

/** Whether the selector names this device: the same answer as the database gives, for one device that is at hand. */
export function matches(selector: Selector, facts: DeviceFacts, now: Instant): boolean {
  return selector.every((term) => holds(term, facts, now))
}

function holds(term: Term, facts: DeviceFacts, now: Instant): boolean {
  switch (term.on) {
    case 'text': {
      const sought = term.value.toLowerCase()
      return [facts.id, facts.name, facts.site.name].some((text) => text.toLowerCase().includes(sought))
    }
    case 'label':
      return isOneOf(facts.labels[term.label] ?? null, term.values) === (term.is === 'in')
    case 'key':
      return hasValue(term.key, term.values, facts) === (term.is === 'in')
    case 'number':
      return term.key === 'last_seen'
        ? isOfAge(facts.status?.lastSeenAt ?? null, term.is, (now - term.value * 1000) as Instant)
        : isOfSize(numberOf(term.key, facts), term.is, term.value)
    default:
      return never(term)
  }
}

function hasValue(key: SelectorKey, values: readonly string[], facts: DeviceFacts): boolean {
  switch (key) {
    case 'status':
      return values.some((value) => hasStatus(facts.status, value))
    case 'group':
      return facts.groups.some((group) => isOneOf(group, values))
    case 'capability':
      return facts.capabilities.some((capability) => isOneOf(capability, values))
    case 'drift':
      return values.some((value) => hasDrift(facts.drift, value))
    case 'rollout':
      return values.some((id) => (id === 'none' ? facts.rollouts.length === 0 : facts.rollouts.includes(id)))
    case 'quarantined':
      return isFlag(facts.quarantined, values)
    case 'spof':
      return isFlag(facts.singlePointOfFailure, values)
    case 'issue':
      return isFlag(facts.openIssue, values)
    case 'calibration':
      return facts.calibrations.some((calibration) => values.includes(calibration))
    case 'discrepancy':
      return isFlag(facts.unresolvedDiscrepancy, values)
    default:
      return isOneOf(textOf(key, facts), values)
  }
}

function textOf(key: SelectorKey, { site, status, ...facts }: DeviceFacts): string | null {
  switch (key) {
    case 'id':
      return facts.id
    case 'name':
      return facts.name
    case 'site':
      return site.id
    case 'region':
      return site.region
    case 'type':
      return facts.hardwareType
    case 'arch':
      return facts.architecture
    case 'release':
      return status?.release ?? null
    case 'desired':
      return facts.desired
    case 'agent':
      return status?.agent ?? null
    default:
      throw new Error(`${key} is no text`)
  }
}

function numberOf(key: SelectorKey, facts: DeviceFacts): number | null {
  switch (key) {
    case 'memory_mb':
      return facts.memoryMb
    case 'disk_mb':
      return facts.diskMb
    case 'disk_used':
      return facts.status?.diskPercent ?? null
    case 'fidelity':
      return facts.monitoringFidelity
    default:
      throw new Error(`${key} is no number`)
  }
}

function hasStatus(status: DeviceFacts['status'], value: string): boolean {
  if (value === 'online') return status?.online ?? false
  if (value === 'offline') return status !== null && !status.online
  if (status === null) return value === 'unknown'
  return status.online && status.health === value
}

function hasDrift(kinds: readonly string[], value: string): boolean {
  if (value === 'yes') return kinds.length > 0
  return value === 'no' ? kinds.length === 0 : kinds.includes(value)
}

/** Nothing is larger or smaller than what is not known, nor different from it. */
function isOfSize(actual: number | null, is: Comparison, value: number): boolean {
  return actual !== null && COMPARE[is](actual, value)
}

/** The longer ago, the older. What was never seen is longer ago than anything. */
function isOfAge(seen: Instant | null, is: Comparison, moment: Instant): boolean {
  if (is === '<' || is === '<=') return seen !== null && seen > moment
  if (is === '>' || is === '>=') return seen === null || seen < moment
  const same = seen !== null && wholeSecond(seen) === wholeSecond(moment)
  return same === (is === '=')
}

const wholeSecond = (at: Instant) => Math.floor(at / 1000)

const COMPARE: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

const isFlag = (on: boolean, values: readonly string[]): boolean => values.includes(on ? 'yes' : 'no')

/** Equal to one of the values; in one with a star, the star stands for any characters and case does not matter. */
function isOneOf(actual: string | null, values: readonly string[]): boolean {
  return actual !== null && values.some((value) => (value.includes('*') ? fits(actual, value) : actual === value))
}

function fits(actual: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(actual)
}
