import type { Story } from '../story.ts'

const DEVICE = /^( *\d+s) {3}(\S+) (.*)$/

/** A story as an operator reads it: when, who, what and why; devices to which the same happens at once share their line. */
export function transcript(story: Story): string {
  const lines: { at: string; who: string[]; what: string }[] = []
  for (const line of story.transcript) {
    const [, at = '', who, what = line] = DEVICE.exec(line) ?? []
    const alike = who && lines.find((one) => one.at === at && one.what === what)
    if (alike) alike.who.push(who)
    else lines.push({ at, who: who ? [who] : [], what })
  }
  const end = `= ${Object.entries(story.counts())
    .map(([state, count]) => `${count} ${state}`)
    .join(', ')}`
  return `${[...lines.map(({ at, who, what }) => (who.length > 0 ? `${at}   ${who.join(' ')} ${what}` : what)), end].join('\n')}\n`
}
