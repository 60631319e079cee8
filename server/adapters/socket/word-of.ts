import type { Reported } from '../../protocol/reported.ts'

/** What it runs and where it stands with it, in one word that is another when either is. */
export const wordOf = ({ generation, running, update }: Reported): string =>
  `${generation} ${update.state} ${running?.sha256}`
