import type { Plan } from '../../protocol/plan.ts'

export const waveLabel = (plan: Plan, wave: number): string => plan.waves[wave]?.label ?? `Wave ${wave}`
