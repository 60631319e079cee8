import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import type { PublishRelease } from '../../protocol/commands/publish-release.ts'
import type { Instant } from '../../protocol/ids.ts'
import { MOST_MANIFEST_CHARACTERS, ReleaseManifest } from '../../protocol/manifest.ts'
import { manifestProblem } from './manifest-problem.ts'

/** The exact text to sign for a release, wherever the key is; or why there is nothing to sign yet. */
export function manifestText(release: Omit<PublishRelease, 'notes'>, counter: number, createdAt: Instant): Ack<string> {
  const problem = manifestProblem({ ...release, counter })
  if (problem) return refuse('malformed', problem)
  const text = JSON.stringify(ReleaseManifest.parse({ ...release, format: formatOf(release), counter, createdAt }))
  return text.length > MOST_MANIFEST_CHARACTERS
    ? refuse(
        'too-large',
        `The manifest has ${text.length} characters, ${MOST_MANIFEST_CHARACTERS} at most: shorten its tests or schema.`,
      )
    : accept(text)
}

/** 2 only where an agent that knows format 1 would miss something. */
function formatOf({ mechanism, functionalTests, health, hooks, rollbackTo }: Omit<PublishRelease, 'notes'>): 1 | 2 {
  const old = mechanism === 'dual-slot' && !functionalTests?.length && !health && !hooks?.length && !rollbackTo?.length
  return old ? 1 : 2
}
