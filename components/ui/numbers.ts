const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** 12480 → "12 480": thin spaces, because commas and points mean different things to different readers. */
export function count(value: number): string {
  return whole.format(value).replaceAll(',', '\u202f')
}

/** Rounded down: 999 of 1000 is 99 %, never 100. */
export function percentOf(part: number, total: number): string {
  if (total === 0) return '–'
  const percent = (part / total) * 100
  if (part > 0 && percent < 1) return '< 1\u202f%'
  return `${Math.floor(percent)}\u202f%`
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)}\u00a0${value === 1 ? one : many}`
}

/** A measured number with as many digits as are worth reading: 0.425 → "0.43", 131.4 → "131". */
export function measured(value: number): string {
  const size = Math.abs(value)
  if (Number.isInteger(value)) return count(value)
  if (size >= 100) return count(Math.round(value))
  if (size >= 10) return value.toFixed(1)
  return value.toFixed(2)
}

/** The same cut off, not rounded: the sentences of a gate cut too, and 89.96 % must not read as 90 %. */
export function floored(value: number): string {
  const digits = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 10 : 100
  return measured(Math.trunc(value * digits + Math.sign(value) * 1e-9) / digits)
}

export function signed(value: number): string {
  if (value === 0) return '0'
  return value > 0 ? `+${measured(value)}` : `−${measured(-value)}`
}

/** Seconds in words people use: 45 s · 6 m 12 s · 3 h 20 m · 2 d 4 h. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  if (s < 60) return `${s}\u00a0s`
  if (s < 3600) return pair(Math.floor(s / 60), 'm', s % 60, 's')
  if (s < 86_400) return pair(Math.floor(s / 3600), 'h', Math.floor((s % 3600) / 60), 'm')
  return pair(Math.floor(s / 86_400), 'd', Math.floor((s % 86_400) / 3600), 'h')
}

export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let size = value
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)}\u00a0${units[unit]}`
}

function pair(first: number, firstUnit: string, second: number, secondUnit: string): string {
  return second === 0 ? `${first}\u00a0${firstUnit}` : `${first}\u00a0${firstUnit} ${second}\u00a0${secondUnit}`
}
