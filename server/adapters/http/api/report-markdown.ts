import type { ReportView } from '../../../protocol/views/report-view.ts'

/** The deployment report (R-108 … R-112) as Markdown, for a ticket or a chat. */
export function reportMarkdown(report: ReportView): string {
  const { fleet, waves, metrics, approvals, issues } = report
  const ended = report.endedAt === null ? 'not yet' : time(report.endedAt)
  return `${[
    `# Deployment report: ${report.name}${report.draft ? ' (draft)' : ''}`,
    `- Artifact: ${report.artifact}\n- Strategy: ${report.strategy}\n- Outcome: ${report.outcome}\n- Started: ${time(report.startedAt)}\n- Ended: ${ended}`,
    ...(report.plan ? planned(report.plan) : []),
    '## Fleet',
    table(
      ['', 'Devices', 'Share'],
      [
        ...fleet.map(({ label, count, percent }) => [label, String(count), `${percent.toFixed(1)} %`]),
        ['Total', String(report.fleetTotal), ''],
      ],
    ),
    '## Waves',
    table(
      ['Wave', 'Devices', 'Deployed', 'Failed', 'Soak', 'Verdict'],
      waves.map((wave) => [
        wave.label,
        String(wave.devices),
        String(wave.deployed),
        String(wave.failed),
        `${Math.round(wave.soakSeconds)} s`,
        wave.verdict,
      ]),
    ),
    '## Metrics',
    table(
      ['Metric', 'Baseline', 'Current', 'Change'],
      metrics.map(({ label, unit, baseline, current, delta }) => [
        label,
        ...[baseline, current, delta].map((value) => (value === null ? 'not measured' : `${value.toFixed(2)} ${unit}`)),
      ]),
    ),
    '## Approvals',
    list(
      approvals.map(
        ({ who, decision, comment, at }) => `${time(at)}: ${who}, ${decision}${comment ? `: ${comment}` : ''}`,
      ),
    ),
    '## Issues',
    list(issues),
  ].join('\n\n')}\n`
}

/** What it was held to, and D-09: what became of the revisions before and after it. */
function planned({ number, criteria, chain }: NonNullable<ReportView['plan']>): string[] {
  return [
    `## Success and rollback criteria (plan ${number})`,
    list([`Succeeds when: ${criteria.success}`, ...criteria.measured]),
    list([
      ...(criteria.ownRollback ? [`Goes back, by hand, when: ${criteria.ownRollback}`] : []),
      ...criteria.rollback.map(({ rule, when, breach }) => `${rule}: ${when}: ${breach}`),
    ]),
    ...(chain.length > 1
      ? [
          '## Revisions',
          list(chain.map((plan) => `Plan ${plan.number}, ${plan.to}: ${plan.rollout?.phase ?? 'not started'}`)),
        ]
      : []),
  ]
}

const time = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

const list = (lines: readonly string[]) =>
  lines.length === 0 ? 'None.' : lines.map((line) => `- ${cell(line)}`).join('\n')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}

const cell = (text: string) => text.replaceAll(/[\r\n]+/g, ' ').replaceAll('|', '\\|')
