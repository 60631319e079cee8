/** `1 device`, `3 devices`. */
export const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`

/** At most one decimal, rounded down towards zero so that 99.96 never reads as 100. */
export const rounded = (value: number) => Math.trunc(value * 10) / 10
