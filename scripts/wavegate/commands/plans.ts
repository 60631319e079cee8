import type { Command } from 'commander'
import { changeWords } from '../../../server/domain/rollout/diff-plans.ts'
import { PlanNumber } from '../../../server/protocol/plan-document.ts'
import { PlanDiffView, type PlanRow, PlanSaved, PlansView, PlanView } from '../../../server/protocol/views/plan-view.ts'
import type { Cli } from '../cli.ts'
import type { Client } from '../client.ts'
import { columns, facts, time } from '../output.ts'
import { checked } from '../read-json.ts'

/** Plans that were kept: read, compared, and taken as they come out now. `plan --save` makes them, `rollout start` starts them. */
export function plansCommands(program: Command, cli: Cli): void {
  const plans = program.command('plans').description('Plans that were kept, and what became of them')

  plans
    .command('list')
    .description('The newest first')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/plans', PlansView)
      const rows = view.plans.map((plan) => [
        plan.number,
        plan.name,
        plan.to,
        plan.cohort,
        plan.createdBy,
        became(plan),
      ])
      cli.output(command).result(view, columns(['PLAN', 'NAME', 'MOVES TO', 'DEVICES', 'BY', 'BECAME'], rows))
    })

  plans
    .command('show')
    .argument('<plan>', 'its number')
    .description('One plan as it was decided about')
    .action(async (plan: string, _options: unknown, command: Command) => {
      const view = await cli.client(command).get(`/plans/${numberOf(plan)}`, PlanView)
      cli.output(command).result(view, documentWords(view))
    })

  plans
    .command('diff')
    .argument('<before>', 'number of a plan')
    .argument('<after>', 'number of another')
    .description('What the second does otherwise than the first')
    .action(async (before: string, after: string, _options: unknown, command: Command) => {
      const query = { a: String(numberOf(before)), b: String(numberOf(after)) }
      const view = await cli.client(command).get('/plans/diff', PlanDiffView, query)
      const lines = view.changes.map((change) => `- ${changeWords([change])}`)
      cli.output(command).result(view, lines.length > 0 ? lines.join('\n') : 'Nothing differs.')
    })

  plans
    .command('revise')
    .argument('<plan>', 'its number')
    .description('Keep the plan as it comes out now, as a revision of this one')
    .action(async (plan: string, _options: unknown, command: Command) => {
      const client = cli.client(command)
      const saved = await client.post(`/plans/${numberOf(plan)}/revise`, {}, PlanSaved)
      cli.output(command).result(saved, savedWords(saved, client))
    })
}

const numberOf = (text: string) => checked(PlanNumber, text, 'plan: ')

/** Where to read it, and how to start it. */
export const savedWords = ({ number }: { number: number }, { server }: Client) =>
  `Saved as plan ${number}: ${server}/rollouts/plans/${number}\nStart it: npm run wavegate -- rollout start ${number}`

const became = ({ rollout }: PlanRow) => (rollout ? `${rollout.phase} (${rollout.id})` : 'not started')

function documentWords({ document, contentHash, ...plan }: PlanView): string {
  const { criteria, seen } = document
  return [
    facts([
      ['plan', `${plan.number}: ${plan.name}`],
      ['moves to', plan.to],
      ['devices', `${plan.cohort} of ${seen.plan.selector || 'every device'}`],
      ['saved', `${time(plan.createdAt)} by ${plan.createdBy}`],
      ['revision of', plan.revisionOf === null ? '–' : `plan ${plan.revisionOf}`],
      ['became', became(plan)],
      ['hash', contentHash],
      ['told', document.communicationPlan],
      ['succeeds', criteria.success],
      ['goes back', criteria.ownRollback ?? 'by the limits of its policy'],
    ]),
    '',
    columns(
      ['RULE', 'GOES BACK WHEN', 'THEN'],
      criteria.rollback.map(({ rule, when, breach }) => [rule, when, breach]),
    ),
  ].join('\n')
}
