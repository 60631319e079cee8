/** 95 % for all compared metrics together (Bonferroni over six), two-sided. */
export const TAIL = 0.05 / 6
/** standard normal quantile of TAIL / 2 */
const NORMAL = -2.638257273476751

/** Student's t that is passed with probability TAIL on either side together, by Hill (CACM algorithm 396): within 0.1 %. */
export function tQuantile(freedom: number): number {
  if (freedom === 1) return 1 / Math.tan((TAIL * Math.PI) / 2)
  if (freedom === 2) return Math.sqrt(2 / (TAIL * (2 - TAIL)) - 2)
  const n = freedom
  const a = 1 / (n - 0.5)
  const b = 48 / a ** 2
  const c = ((20700 * a) / b - 98) * a ** 2 - 16 * a + 96.36
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n
  const y = (d * TAIL) ** (2 / n)
  return Math.sqrt(n * (y > 0.05 + a ? byNormal(n, a, b, c, d) : bySeries(n, d, y)))
}

function byNormal(n: number, a: number, b: number, near: number, d: number): number {
  const x = NORMAL
  const c = near + (n < 5 ? 0.3 * (n - 4.5) * (x + 0.6) : 0)
  const e = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
  const y = x ** 2
  const z = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / e - y - 3) / b + 1) * x
  return Math.expm1(a * z ** 2)
}

const bySeries = (n: number, d: number, y: number) =>
  ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * ((n + 1) / (n + 2)) + 1 / y
