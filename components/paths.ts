/** Every address of the dashboard and of what it reads and writes, in one place. */
export const page = {
  fleet: () => '/',
  rollouts: () => '/rollouts',
  newRollout: (where = '') => withQuery('/rollouts/new', where ? { where } : {}),
  filledRollout: (query: Record<string, string>) => withQuery('/rollouts/new', query),
  /** a new rollout filled with what was chosen before */
  revise: (plan: number) => `/rollouts/new?revise=${plan}`,
  draft: (id: string) => withQuery('/rollouts/new', { draft: id }),
  plans: () => '/rollouts/plans',
  plan: (number: number, against?: number) =>
    withQuery(`/rollouts/plans/${number}`, against === undefined ? {} : { against: String(against) }),
  rollout: (id: string) => `/rollouts/${encodeURIComponent(id)}`,
  report: (id: string) => `/rollouts/${encodeURIComponent(id)}/report`,
  approvals: () => '/approvals',
  approval: (id: string) => `/approvals/${encodeURIComponent(id)}`,
  /** `where`: a selector */
  devices: (where = '') => withQuery('/devices', where ? { where } : {}),
  device: (id: string) => `/devices/${encodeURIComponent(id)}`,
  scan: () => '/devices/scan',
  lobby: () => '/devices/lobby',
  enrolmentTokens: () => '/devices/lobby/tokens',
  discrepancies: () => '/devices/discrepancies',
  import: () => '/devices/import',
  importOf: (id: string) => `/devices/import/${encodeURIComponent(id)}`,
  sites: () => '/sites',
  drift: (filter: Record<string, string> = {}) => withQuery('/drift', filter),
  deviceDrift: (id: string) => `/drift/${encodeURIComponent(id)}`,
  snapshots: () => '/snapshots',
  snapshot: (id: number, query: Record<string, string> = {}) => withQuery(`/snapshots/${id}`, query),
  config: (query: Record<string, string> = {}) => withQuery('/snapshots/config', query),
  rollOutSnapshot: (id: number) => `/rollouts/new?snapshot=${id}`,
  releases: () => '/releases',
  publish: () => '/releases/new',
  storage: () => '/releases/storage',
  release: (id: string, against?: string) =>
    withQuery(`/releases/${encodeURIComponent(id)}`, against ? { against } : {}),
}

/** The screens about which devices there are: one row of tabs on each of them, with how many wait for a person there. */
export const devicePages = ({ lobby, discrepancies }: { lobby: number; discrepancies: number }) => [
  { href: page.devices(), label: 'All devices' },
  { href: page.sites(), label: 'Sites' },
  { href: page.lobby(), label: 'Lobby', note: lobby > 0 ? String(lobby) : null },
  { href: page.enrolmentTokens(), label: 'Tokens' },
  {
    href: page.discrepancies(),
    label: 'Discrepancies',
    note: discrepancies > 0 ? String(discrepancies) : null,
  },
  { href: page.scan(), label: 'Scan' },
  { href: page.import(), label: 'Import' },
]

/** What was published, and where its bytes lie. */
export const RELEASE_PAGES = [
  { href: page.releases(), label: 'Published' },
  { href: page.storage(), label: 'Storage' },
]

export const api = {
  fleet: () => '/api/v1/fleet',
  rollouts: () => '/api/v1/rollouts',
  plan: () => '/api/v1/rollouts/plan',
  canaryChoices: () => '/api/v1/rollouts/plan/canary-choices',
  newRollout: () => '/api/v1/rollouts/new',
  plans: () => '/api/v1/plans',
  planOf: (number: number) => `/api/v1/plans/${number}`,
  planNow: (number: number) => `/api/v1/plans/${number}/now`,
  planAct: (number: number, act: 'start' | 'revise') => `/api/v1/plans/${number}/${act}`,
  drafts: () => '/api/v1/drafts',
  draft: (id: string) => `/api/v1/drafts/${encodeURIComponent(id)}`,
  rollout: (id: string) => `/api/v1/rollouts/${encodeURIComponent(id)}`,
  rolloutDevices: (id: string) => `${api.rollout(id)}/devices`,
  rolloutEvents: (id: string, wave: number | null) => withQuery(`${api.rollout(id)}/events`, waveQuery(wave)),
  rolloutCharts: (id: string, wave: number | null) => withQuery(`${api.rollout(id)}/charts`, waveQuery(wave)),
  report: (id: string) => `${api.rollout(id)}/report`,
  rolloutLedger: (id: string) => `${api.rollout(id)}/ledger`,
  ledgerExport: (rollout: string) => withQuery('/api/v1/ledger/export', { rollout }),
  reportMarkdown: (id: string) => `${api.rollout(id)}/report.md`,
  reportCsv: (id: string, table: 'devices' | 'waves' | 'gates' | 'people') =>
    withQuery(`${api.rollout(id)}/report.csv`, { table }),
  rolloutAct: (
    id: string,
    act: 'pick-arm' | 'pause' | 'resume' | 'extend-soak' | 'abort' | 'roll-back-wave' | 'roll-back' | 'prioritise',
  ) => `${api.rollout(id)}/${act}`,
  failureLogs: (id: string) => `${api.rollout(id)}/failure-logs`,
  recoveryAct: (id: string, act: 'ask-override' | 'confirm-override' | 'clear-suspicion' | 'retry-failed') =>
    `${api.rollout(id)}/${act}`,
  rootCause: (id: string) => `${api.rollout(id)}/root-cause`,
  approvals: () => '/api/v1/approvals',
  approval: (id: string) => `/api/v1/approvals/${encodeURIComponent(id)}`,
  decide: (id: string, decision: 'approve' | 'reject') => `${api.approval(id)}/${decision}`,
  devices: (query: Record<string, string>) => withQuery('/api/v1/devices', query),
  deviceFacets: (where: string) => withQuery('/api/v1/fleet/facets', { where }),
  deviceRows: (where: string, ids: readonly string[]) => withQuery('/api/v1/fleet/rows', { where, ids: ids.join(',') }),
  deviceMap: (where: string, by: string) => withQuery('/api/v1/fleet/map', { where, by }),
  registryExport: (where: string, format: 'csv' | 'json' = 'csv') =>
    withQuery('/api/v1/registry/export', { format, where }),
  deviceAct: (act: 'label' | 'group' | 'quarantine' | 'release') => `/api/v1/devices/${act}`,
  device: (id: string) => `/api/v1/devices/${encodeURIComponent(id)}`,
  releases: () => '/api/v1/releases',
  release: (id: string, against: string | null) =>
    withQuery(`/api/v1/releases/${encodeURIComponent(id)}`, against ? { against } : {}),
  releaseAct: (id: string, act: 'verify' | 'block' | 'unblock' | 'deprecate' | 'reinstate') =>
    `/api/v1/releases/${encodeURIComponent(id)}/${act}`,
  storage: () => '/api/v1/artifacts',
  removeArtifacts: () => '/api/v1/artifacts/remove',
  artifact: (sha256: string) => `/api/v1/artifacts/${sha256}`,
  uploads: () => '/api/v1/uploads',
  deviceRegistry: (id: string) => `${api.device(id)}/registry`,
  resolveDiscrepancy: (id: string, discrepancy: string) => `${api.device(id)}/discrepancies/${discrepancy}/resolve`,
  resources: (id: string) => `${api.device(id)}/resources`,
  resource: (id: string, resource: string) => `${api.resources(id)}/${encodeURIComponent(resource)}`,
  issues: (id: string) => `${api.device(id)}/issues`,
  closeIssue: (id: string, issue: string) => `${api.issues(id)}/${encodeURIComponent(issue)}/close`,
  sites: () => '/api/v1/sites',
  freezes: () => '/api/v1/freezes',
  endFreeze: (id: string) => `/api/v1/freezes/${encodeURIComponent(id)}/end`,
  site: (id: string) => `/api/v1/sites/${encodeURIComponent(id)}`,
  imports: () => '/api/v1/registry/imports',
  importFile: (name: string) => withQuery('/api/v1/registry/imports', { name }),
  importOf: (id: string) => `/api/v1/registry/imports/${encodeURIComponent(id)}`,
  applyImport: (id: string) => `${api.importOf(id)}/apply`,
  expected: (id: string) => `/api/v1/registry/expected/${encodeURIComponent(id)}`,
  snapshots: () => '/api/v1/snapshots',
  snapshot: (id: number, query: Record<string, string> = {}) => withQuery(`/api/v1/snapshots/${id}`, query),
  snapshotAct: (id: number, act: 'tags' | 'validate' | 'delete') => `/api/v1/snapshots/${id}/${act}`,
  config: (query: Record<string, string>) => withQuery('/api/v1/config', query),
  configLayers: () => '/api/v1/config/layers',
  identity: (id: string) => `${api.device(id)}/identity`,
  identityAct: (id: string, act: 'revoke' | 'readmit' | 'replacement' | 'change-key') => `${api.device(id)}/${act}`,
  lobby: () => '/api/v1/lobby',
  lobbyCount: () => '/api/v1/lobby/count',
  discrepancies: () => '/api/v1/discrepancies',
  discrepancyCount: () => '/api/v1/discrepancies/count',
  discrepancyPolicy: () => '/api/v1/settings/discrepancy-policy',
  lobbyAct: (act: 'accept' | 'reject') => `/api/v1/lobby/${act}`,
  enrolmentTokens: () => '/api/v1/enrolment-tokens',
  revokeToken: (id: string) => `/api/v1/enrolment-tokens/${encodeURIComponent(id)}/revoke`,
  driftCount: () => '/api/v1/drift/count',
  drift: () => '/api/v1/drift',
  deviceDrift: (id: string) => `${api.device(id)}/drift`,
  reconcile: () => '/api/v1/drift/reconcile',
  previewReconcile: () => '/api/v1/drift/reconcile/preview',
  previewAccept: () => '/api/v1/drift/accept/preview',
  acceptReported: () => '/api/v1/drift/accept',
  stopReconcile: (id: string) => `/api/v1/drift/reconciles/${encodeURIComponent(id)}/stop`,
  driftRules: () => '/api/v1/drift/rules',
  driftRule: (id: string, change: 'end' | 'restart') => `/api/v1/drift/rules/${encodeURIComponent(id)}/${change}`,
  scans: () => '/api/v1/scans',
  cancelScan: (id: string) => `/api/v1/scans/${encodeURIComponent(id)}/cancel`,
  scanSchedule: () => '/api/v1/scans/schedule',
  setup: () => '/api/v1/setup',
  signIn: () => '/api/auth/sign-in/email',
  signOut: () => '/api/auth/sign-out',
}

export const room = {
  releases: () => 'releases',
  drift: () => 'drift',
  fleet: () => 'fleet',
  rollouts: () => 'rollouts',
  approvals: () => 'approvals',
  scan: () => 'scan',
  lobby: () => 'lobby',
  rollout: (id: string) => `rollout:${id}`,
  device: (id: string) => `device:${id}`,
}

function withQuery(path: string, query: Record<string, string>): string {
  const text = new URLSearchParams(query).toString()
  return text ? `${path}?${text}` : path
}

function waveQuery(wave: number | null): Record<string, string> {
  return wave === null ? {} : { wave: String(wave) }
}
