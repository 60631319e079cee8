/** The two versions an A/B rollout compares. Without zod: the browser needs the names at first paint. */
export const ARMS = ['a', 'b'] as const
export type Arm = (typeof ARMS)[number]

export const otherArm = (arm: Arm): Arm => (arm === 'a' ? 'b' : 'a')
/** As it is read. */
export const armName = (arm: Arm): string => arm.toUpperCase()
