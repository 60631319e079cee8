import { counted } from '../../../domain/counted.ts'
import { duration } from '../../../domain/instant.ts'
import { armName } from '../../../protocol/arm.ts'
import { strategyName } from '../../../protocol/strategy.ts'
import type { ReportView } from '../../../protocol/views/report-view.ts'

/** The deployment report (R-108 … R-112) as Markdown, for a ticket or a chat. */
export function reportMarkdown(report: ReportView): string {
  const { fleet, waves, metrics, approvals, issues, people, gates } = report
  const took = report.endedAt === null ? '' : `\n- Duration: ${duration((report.endedAt - report.startedAt) / 1000)}`
  const ended = report.endedAt === null ? 'not yet' : time(report.endedAt)
  const drilled = report.drill
    ? `\n- Going back was tried on ${report.drill.name}: ${report.drill.seconds.toFixed(1)} s, at ${time(report.drill.at)}`
    : ''
  return `${[
    `# Deployment report: ${report.name}${report.draft ? ' (draft)' : ''}`,
    `- Artifact: ${report.artifact}\n- Strategy: ${strategyName(report.strategy)}\n- Outcome: ${report.outcome}\n- Started: ${time(report.startedAt)}\n- Ended: ${ended}${took}${drilled}`,
    ...(report.plan ? planned(report.plan) : []),
    ...(report.failure ? failed(report, report.failure) : []),
    ...(report.comparison ? compared(report.comparison) : []),
    '## Fleet',
    table(
      ['', 'Devices', 'Share'],
      [
        ...fleet.map(({ label, count, percent }) => [label, String(count), `${percent.toFixed(1)} %`]),
        ['Total fleet', String(report.fleetTotal), '100 %'],
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
    '## Gates',
    gates.length === 0
      ? 'None was read.'
      : gates
          .map((gate) => `### ${waves[gate.wave]?.label ?? `Wave ${gate.wave}`}: ${gate.verdict}\n\n${gateTable(gate)}`)
          .join('\n\n'),
    '## Approvals',
    list(
      approvals.map(
        ({ who, decision, comment, at }) => `${time(at)}: ${who}, ${decision}${comment ? `: ${comment}` : ''}`,
      ),
    ),
    ...(report.overrides.length > 0
      ? [
          '## Gates that were passed over',
          list(
            report.overrides.map(
              ({ at, wave, asked, confirmed, reason }) =>
                `${time(at)}: ${waves[wave]?.label ?? `Wave ${wave}`}, by ${asked} and ${confirmed}: ${reason}`,
            ),
          ),
        ]
      : []),
    '## What people did',
    list(people.map(({ at, who, act, reason }) => `${time(at)}: ${who}, ${act}${reason ? `: ${reason}` : ''}`)),
    '## Issues',
    list(issues),
    ...(report.failedDevices.length > 0
      ? ['## What failed devices said last', ...report.failedDevices.map(lastWords)]
      : []),
  ].join('\n\n')}\n`
}

/** R-130, R-131: why it failed, as far as somebody knows, and what to do about it. */
function failed(
  { rootCauses, recommendations }: ReportView,
  { rule, because, at }: NonNullable<ReportView['failure']>,
) {
  return [
    '## Failure',
    `${time(at)}: ${rule}: ${cell(because)}`,
    '### Root cause',
    rootCauses.length === 0
      ? 'Nobody has recorded it yet: nothing goes on before.'
      : list(rootCauses.map((cause) => `${time(cause.at)}: ${cause.name}, ${cause.category}: ${cause.text}`)),
    '### Recommendations',
    list(recommendations),
  ]
}

/** R-023: both arms, and what a person made of them. */
function compared({ a, b, lost, pick, reading, because, unmatched }: NonNullable<ReportView['comparison']>): string[] {
  const arms = { a, b }
  return [
    '## Arms compared',
    list([
      `A: ${a.name} ${a.version}, ${counted(a.devices, 'device')}`,
      `B: ${b.name} ${b.version}, ${counted(b.devices, 'device')}`,
      because,
      ...unmatched.map((one) => `Not compared: ${counted(one.devices, 'device')}, ${one.because}`),
      ...(lost
        ? [
            `${time(lost.trigger.at)}: arm ${armName(lost.arm)} went back: ${lost.trigger.rule}: ${lost.trigger.because}`,
          ]
        : []),
      ...(reading && !lost ? [reading.because] : []),
      pick
        ? `${time(pick.at)}: ${pick.name} picked arm ${armName(pick.arm)}, ${arms[pick.arm].version}${pick.reason ? `: ${pick.reason}` : ''}`
        : 'Nobody picked an arm.',
    ]),
    ...(reading
      ? [
          table(
            ['Metric', 'A (n)', 'B (n)', 'B − A (interval)', 'What it shows'],
            reading.rows.map((row) => [
              `${row.name}, ${row.unit}`,
              ...[row.a, row.b].map(
                ({ median, n, of }) => `${median === null ? '–' : median.toFixed(2)} (${n} of ${of})`,
              ),
              row.difference
                ? `${row.difference.value.toFixed(2)} (${row.difference.low.toFixed(2)} to ${row.difference.high.toFixed(2)}, ${counted(row.difference.pairs, 'pair')})`
                : '–',
              row.because,
            ]),
          ),
        ]
      : []),
  ]
}

const gateTable = (gate: ReportView['gates'][number]) =>
  table(
    ['Rule', 'Verdict', 'Because'],
    gate.rows.map((row) => [
      `${row.arm ? `${armName(row.arm)} · ` : ''}${row.metric} (${row.scope}): ${row.rule}`,
      row.verdict,
      row.because,
    ]),
  )

/** Fenced by more backticks than any line of it holds, so that no log can end its own block. */
function lastWords({ name, reason, lines, owed }: ReportView['failedDevices'][number]): string {
  const title = `### ${cell(name)}: ${reason}`
  if (lines.length === 0) return `${title}\n\n${owed ? `Owed. ${owed}` : 'On the page of the device.'}`
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)))
  const fence = '`'.repeat(longest + 1)
  return `${title}\n\n${fence}text\n${lines.join('\n')}\n${fence}`
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
