import type { AgentStory } from '../agents/agent-story.ts'

const DEVICE = /^( *\d+s) {3}(\S+) (.*)$/

/** A story as an operator reads it: when, who, what and why; devices to which the same happens at once share their line. */
export function transcript(story: AgentStory): string {
  const lines: { at: string; who: string[]; what: string }[] = []
  for (const line of story.transcript) {
    const [, at = '', who, what = line] = DEVICE.exec(line) ?? []
    const alike = who && lines.find((one) => one.at === at && one.what === what)
    if (alike) alike.who.push(who)
    else lines.push({ at, who: who ? [who] : [], what })
  }
  const told = lines.map(({ at, who, what }) => (who.length > 0 ? `${at}   ${runsOf(who)} ${what}` : what))
  const end = `= ${Object.entries(story.counts())
    .map(([state, count]) => `${count} ${state}`)
    .join(', ')}`
  return `${[heading(story), ...told, end].join('\n')}\n`
}

/** `>` the engine decides · a device as the server sees it, and after `·` in its own words · people and the world in plain. */
function heading({ store: { rollout } }: AgentStory): string {
  const { strategy } = rollout.policy
  const waves = rollout.plan.waves.map(({ devices }) => devices).join(', ')
  return `${rollout.plan.cohort} devices with real agents · ${strategy} · waves of ${waves} · > the engine · what a device says of itself`
}

/** `dev-01 dev-04…dev-09` */
function runsOf(who: readonly string[]): string {
  const runs: { from: string; to: string; length: number }[] = []
  for (const id of who.toSorted()) {
    const run = runs.at(-1)
    if (run && numberOf(id) === numberOf(run.to) + 1) runs[runs.length - 1] = { ...run, to: id, length: run.length + 1 }
    else runs.push({ from: id, to: id, length: 1 })
  }
  return runs
    .map(({ from, to, length }) => (length === 1 ? from : length === 2 ? `${from} ${to}` : `${from}…${to}`))
    .join(' ')
}

const numberOf = (id: string) => Number(id.split('-')[1])
