import { expect, test } from 'vitest'
import type { DeviceId, Instant } from '../../../protocol/ids.ts'
import { ReportView } from '../../../protocol/views/report-view.ts'
import { RolloutDevicesView } from '../../../protocol/views/rollout-view.ts'
import { reportCsv } from './report-csv.ts'
import { reportMarkdown } from './report-markdown.ts'

const at = (minutes: number) => (1_800_000_000_000 + minutes * 60_000) as Instant

const REPORT = ReportView.parse({
  serverTime: at(99),
  rolloutId: 'r-1',
  comparison: null,
  draft: false,
  name: 'vision-agent 2.4.1',
  artifact: 'vision-agent 2.4.1',
  outcome: 'Rolled back. Error rate and latency are back at their baseline, 50 s after the trigger.',
  strategy: 'canary-rolling',
  plan: null,
  startedAt: at(0),
  endedAt: at(42),
  fleet: [
    { label: 'Deployed (healthy)', count: 0, percent: 0 },
    { label: 'Quarantined (failed)', count: 3, percent: 50 },
    { label: 'Not targeted', count: 3, percent: 50 },
  ],
  fleetTotal: 6,
  waves: [
    { label: 'Canary', devices: 3, deployed: 3, failed: 3, soakSeconds: 900, verdict: 'FAIL' },
    { label: 'Wave 1', devices: 0, deployed: 0, failed: 0, soakSeconds: 600, verdict: 'NOT REACHED' },
  ],
  metrics: [
    { label: 'Error rate', unit: '%', baseline: 0.421, current: 12.5, delta: 12.079 },
    { label: 'P95 latency', unit: 'ms', baseline: 118, current: null, delta: null },
  ],
  drill: { deviceId: 'dev-3', name: 'dev-3', seconds: 3.24, at: at(2) },
  approvals: [],
  failure: { rule: 'R-124', because: '3 of 3 devices failed (100 %; limit 20 %).', at: at(10) },
  rootCauses: [
    { category: 'artifact', text: 'The model file was left out | of the package.', by: 'ada', name: 'Ada', at: at(30) },
  ],
  recommendations: ['Block vision-agent 2.4.1: it fails wherever it is installed.'],
  overrides: [{ at: at(20), wave: 0, asked: 'Ada', confirmed: 'Oskar', reason: 'Two cameras are being cleaned.' }],
  people: [
    { at: at(5), who: 'Olive', act: 'extend soak', reason: 'Memory climbs.' },
    { at: at(30), who: 'Ada', act: 'record root cause', reason: 'Root cause (artifact): the model file was left out.' },
  ],
  gates: [
    {
      wave: 0,
      at: at(10),
      window: { from: at(9), to: at(10) },
      coverage: { reporting: 0, eligible: 0 },
      verdict: 'fail',
      because: 'R-124: 3 of 3 devices failed.',
      rows: [
        {
          metric: 'failed-devices',
          scope: 'wave',
          rule: 'at most 20 % of the wave fail',
          limit: 20,
          unit: '%',
          baseline: null,
          current: { value: 100, n: 3 },
          delta: null,
          verdict: 'fail',
          because: '3 of 3 devices failed (100 %; limit 20 %).',
        },
      ],
    },
  ],
  failedDevices: [
    {
      deviceId: 'dev-1',
      name: 'north-1',
      wave: 0,
      reason: 'smoke-test-failed',
      detail: 'infer answered 3, not 4',
      at: at(9),
      lines: ['agent: roll back 2.4.1', '```', '=cmd|calc', '# no such model'],
      owed: null,
    },
    {
      deviceId: 'dev-2',
      name: 'north-2',
      wave: 0,
      reason: 'smoke-test-failed',
      detail: '=HYPERLINK("x")',
      at: at(9),
      lines: [],
      owed: 'Offline: it sends them when it returns.',
    },
  ],
  issues: ['north-1 failed: smoke-test-failed. infer answered 3, not 4', 'south-9 was not targeted: in quarantine.'],
})

const device = (id: string, name: string, state: 'failed' | 'skipped', because: string) => ({
  id: id as DeviceId,
  name,
  wave: 0,
  site: 'North',
  region: 'eu',
  hardwareType: 'rpi5',
  state,
  running: '2.4.0',
  online: state === 'failed',
  lastSeenAt: at(41),
  because,
  canaryBecause: null,
  why: null,
})
const DEVICES = RolloutDevicesView.parse({
  serverTime: at(99),
  devices: [
    device('dev-1', 'north-1', 'failed', 'Smoke test failed: infer answered 3, not 4'),
    device('dev-2', 'north-2', 'failed', 'Smoke test failed.'),
    device('dev-3', 'north-3', 'skipped', 'Offline when its wave came; catches up when it returns.'),
  ],
})

test('[R-108, R-109, R-110, R-111, R-112, R-130, R-131] the report of a failed rollout as Markdown', async () => {
  await expect(reportMarkdown(REPORT)).toMatchFileSnapshot('golden/failed-rollout.md')
})

test('a report is the same bytes whenever it is read, and one of a running rollout says that it is a draft', () => {
  expect(reportMarkdown({ ...REPORT, serverTime: at(500) })).toBe(reportMarkdown(REPORT))
  expect(reportMarkdown({ ...REPORT, draft: true, endedAt: null })).toMatch(/^# .*\(draft\)\n/)
})

test.each(['devices', 'waves', 'gates', 'people'] as const)('[R-112] its %s as CSV', async (table) => {
  await expect(reportCsv(REPORT, DEVICES, table)).toMatchFileSnapshot(`golden/failed-rollout-${table}.csv`)
})
