/** How a fleet is walked. Without zod: the browser needs the names at first paint. */
export const STRATEGIES = ['canary-rolling', 'blue-green', 'rolling-update', 'a-b'] as const
export type Strategy = (typeof STRATEGIES)[number]

const NAMES = {
  'canary-rolling': 'Canary + rolling',
  'blue-green': 'Blue-green',
  'rolling-update': 'Rolling update',
  'a-b': 'A/B',
} as const satisfies Record<Strategy, string>

export const isStrategy = (text: string): text is Strategy => STRATEGIES.some((one) => one === text)

/** As it is read; what this version does not know is shown as it was written. */
export const strategyName = (strategy: string): string => (isStrategy(strategy) ? NAMES[strategy] : strategy)
