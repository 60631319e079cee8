import { sizeOrAway } from '../../artifacts/size-or-away.ts'
import type { PreflightEnvironment } from '../../prisma/preflight-environment.ts'
import type { Parts } from '../parts.ts'

/** What a pre-flight asks of this process: the release key, and which bytes it holds. */
export const preflightEnvironmentOf = ({ releaseKey, artifacts }: Parts): PreflightEnvironment => ({
  verifyManifest: releaseKey.verifyManifest,
  artifactSize: sizeOrAway(artifacts),
})
