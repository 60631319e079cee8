import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { SetBy } from '../../protocol/config-layer.ts'
import type { ConfigDocument } from '../../protocol/layered-config.ts'
import { leavesOf } from './key-paths.ts'

/** Key paths whose value is another, came or went, in the order of the paths. */
export function changedPaths(before: ConfigDocument, after: ConfigDocument): string[] {
  const [old, fresh] = [textsOf(before), textsOf(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((path) => old.get(path) !== fresh.get(path)).toSorted()
}

const textsOf = (document: ConfigDocument) =>
  new Map(leavesOf(document).map(({ path, value }) => [path, canonicalJson(value)]))

/** Who set each key of a layer once these have changed; what is gone was set by nobody. */
export function setByNow(
  known: SetBy,
  document: ConfigDocument,
  changed: readonly string[],
  now: SetBy[string],
): SetBy {
  const entries = leavesOf(document).flatMap(({ path }) => {
    const who = changed.includes(path) ? now : known[path]
    return who ? [[path, who] as const] : []
  })
  return Object.fromEntries(entries)
}
