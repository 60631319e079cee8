import { isStrategy, STRATEGIES, type Strategy, strategyName } from '../../protocol/strategy.ts'

/** R-020 … R-024: what it is for, what it costs and how risky it is; `missing`: why it cannot be chosen, or null. */
export type StrategyWords = {
  readonly key: Strategy
  readonly name: string
  readonly bestFor: string
  readonly tradeoff: string
  readonly risk: string
  readonly missing: string | null
}

const WORDS: Readonly<Record<Strategy, Omit<StrategyWords, 'key' | 'name'>>> = {
  'canary-rolling': {
    bestFor: 'Most edge fleets',
    tradeoff: 'Balances speed and safety',
    risk: 'Low',
    missing: null,
  },
  'blue-green': {
    bestFor: 'Fleets with hot-standby capacity',
    tradeoff: 'Fast rollback, double resources',
    risk: 'Low',
    missing: null,
  },
  'rolling-update': {
    bestFor: 'Homogeneous fleets with stateless apps',
    tradeoff: 'Simple, no extra resources',
    risk: 'Medium',
    missing: null,
  },
  'a-b': {
    bestFor: 'Feature testing across device subsets',
    tradeoff: 'Complex routing, useful metrics',
    risk: 'Medium',
    missing: null,
  },
}

export const strategyWords = (): readonly StrategyWords[] =>
  STRATEGIES.map((key) => ({ key, name: strategyName(key), ...WORDS[key] }))

/** Why no fleet is walked that way, or null. R-024 first: it has no row above, because it does not exist. */
export function strategyRefusal(strategy: string): string | null {
  if (/^big-?bang$/i.test(strategy)) return `R-024: big bang does not exist here; every rollout is staged. ${choose()}`
  if (!isStrategy(strategy)) return `The strategy “${strategy}” does not exist. ${choose()}`
  const { missing } = WORDS[strategy]
  return missing === null ? null : `${strategyName(strategy)} cannot be chosen: ${missing} ${choose()}`
}

const choose = () => `Choose ${STRATEGIES.filter((one) => WORDS[one].missing === null).join(' or ')}.`
