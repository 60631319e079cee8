import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { ManifestChange } from '../../protocol/views/release-view.ts'

/** Said of every release anew, so they differ always. */
const OWN = new Set(['counter', 'createdAt', 'version', 'format'])

/** Where two manifests differ, place by place. Lists are compared by the name or platform of their members, not by position. */
export function manifestChanges(before: ReleaseManifest, after: ReleaseManifest): ManifestChange[] {
  const [old, now] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path) && !OWN.has(path))
    .toSorted((a, b) => a.localeCompare(b))
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
}

function flat(value: unknown, path = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (Array.isArray(value) && value.some((member) => nameOf(member) !== null))
    for (const [at, member] of value.entries()) flat(member, `${path}[${nameOf(member) ?? at}]`, into)
  else if (value !== null && typeof value === 'object' && !Array.isArray(value))
    for (const [key, part] of Object.entries(value)) flat(part, path ? `${path}.${key}` : key, into)
  else if (value !== undefined) into.set(path, JSON.stringify(value))
  return into
}

function nameOf(member: unknown): string | null {
  if (member === null || typeof member !== 'object') return null
  if ('hardwareType' in member && 'architecture' in member) return `${member.hardwareType}/${member.architecture}`
  return 'name' in member && typeof member.name === 'string' ? member.name : null
}
