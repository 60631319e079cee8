/** Zero and two or three round values up to at least `highest`: 0 · 2 · 4 · 6. */
export function niceTicks(highest: number): number[] {
  if (!(highest > 0)) return [0, 1]
  const rough = highest / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power
  const ticks = [0]
  while ((ticks.at(-1) ?? 0) < highest) ticks.push(Number((step * ticks.length).toPrecision(6)))
  return ticks
}
