import type { Desired } from '../../server/protocol/desired.ts'
import { HOOKS_CAPABILITY } from '../../server/protocol/device-hook.ts'
import { ReleaseManifest } from '../../server/protocol/manifest.ts'
import type { FailureReason } from '../../server/protocol/reported.ts'
import type { Self } from './state.ts'

export type Trust =
  | { ok: true; manifest: ReleaseManifest; unpackedSize: number; files: number }
  | { ok: false; reason: FailureReason; detail: string }

/**
 * Does the release key vouch for these bytes on this machine? `signed` says whether the signature over the exact text
 * holds for the pinned key; nothing in the text is looked at before it does.
 */
export function trust(
  desired: Desired,
  signed: boolean,
  { platform, capabilities }: Pick<Self, 'platform' | 'capabilities'>,
  runs: string | null,
): Trust {
  if (!signed)
    return no('signature-invalid', 'the release is not signed with the key this device pinned when it enrolled')
  const manifest = parsed(desired.release.manifest)
  if (!manifest)
    return no('manifest-refused', 'the signed manifest is not one this agent understands; update the agent')
  if (manifest.mechanism !== 'dual-slot')
    return no('manifest-refused', `this agent installs into two slots, it cannot install by ${manifest.mechanism} yet`)
  const [hook] = manifest.hooks ?? []
  // To pass a step over would be to confirm a release that is not wholly installed.
  if (hook && !capabilities.includes(HOOKS_CAPABILITY))
    return no('manifest-refused', `this agent carries out no device steps, the release needs “${hook.name}”`)
  if (runs !== null && manifest.name !== runs)
    return no('manifest-refused', `this device runs ${runs}; ${manifest.name} is another application`)
  const listed = manifest.artifacts.filter((artifact) => artifact.sha256 === desired.sha256)
  if (listed.length === 0) return no('manifest-refused', 'the signed manifest does not list the artifact asked for')
  const artifact = listed.find(
    ({ hardwareType, architecture }) =>
      hardwareType === platform.hardwareType && architecture === platform.architecture,
  )
  if (!artifact)
    return no('manifest-refused', `the artifact is not for ${platform.hardwareType} on ${platform.architecture}`)
  if (artifact.size !== desired.size)
    return no('manifest-refused', `the signed manifest says ${artifact.size} bytes, the server says ${desired.size}`)
  return { ok: true, manifest, unpackedSize: artifact.unpackedSize, files: artifact.files }
}

function parsed(text: string): ReleaseManifest | null {
  try {
    return ReleaseManifest.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const no = (reason: FailureReason, detail: string): Trust => ({ ok: false, reason, detail })
