import type { Command } from 'commander'
import { DeviceView } from '../../../server/protocol/views/device-view.ts'
import { type NextStep, RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import type { Cli } from '../cli.ts'
import { Refused } from '../failures.ts'
import { facts, time } from '../output.ts'

export function whyCommand(program: Command, cli: Cli): void {
  program
    .command('why')
    .argument('<device or rollout>', 'its id')
    .description('Why nothing is moving: the rule, since when, who or what moves it, and when it is looked at next')
    .action(async (id: string, _options: unknown, command: Command) => {
      const client = cli.client(command)
      const output = cli.output(command)
      const path = encodeURIComponent(id)
      try {
        const { next, waves } = await client.get(`/rollouts/${path}`, RolloutView)
        output.result({ next, waves: waves.map(({ label, why }) => ({ label, why })) }, rolloutWords(next, waves))
      } catch (cause) {
        if (!(cause instanceof Refused && cause.code === 'not-found')) throw cause
        const { why, row } = await client.get(`/devices/${path}`, DeviceView)
        output.result(why, why ? `In ${why.rollout.name}: ${stepWords(why.next)}` : `${row.name} waits for nothing.`)
      }
    })
}

const rolloutWords = (next: NextStep, waves: RolloutView['waves']) =>
  [stepWords(next), facts(waves.map(({ label, why }) => [label, why]))].join('\n')

const stepWords = ({ sentence, since, at }: NextStep) =>
  `${sentence} Since ${time(since)}${at === null ? '' : `, looked at ${time(at)}`}.`
