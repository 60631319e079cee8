/** What the fleet tells this device. */
export type Settings = { exposure: number; threshold: number }

const FACTORY: Settings = { exposure: 8, threshold: 0.5 }

/** Out of `WAVEGATE_CONFIG`. What it does not name stays as it left the factory: a camera goes on. */
export function settingsOf(text: string | undefined): Settings {
  const said: unknown = text ? JSON.parse(text) : {}
  return {
    exposure: numberAt(said, 'camera', 'exposure') ?? FACTORY.exposure,
    threshold: numberAt(said, 'inference', 'threshold') ?? FACTORY.threshold,
  }
}

function numberAt(value: unknown, ...path: string[]): number | null {
  let here = value
  for (const key of path) here = (here as Record<string, unknown> | null | undefined)?.[key]
  return typeof here === 'number' ? here : null
}
