import { type Spawned, spawned } from './spawned.ts'

export type FleetAsked = {
  readonly server: string
  readonly token: string
  readonly dir: string
  readonly devices: number
  readonly real: number
  readonly seed?: string
}

/** `ready` is what the fleet says of itself. */
export const startFleet = (
  { server, token, dir, devices, real, seed = 'demo' }: FleetAsked,
  onLine?: (line: string) => void,
): Promise<Spawned> =>
  spawned({
    script: 'agent/fleet/main.ts',
    args: [
      '--server',
      server,
      '--token',
      token,
      '--dir',
      dir,
      '--devices',
      String(devices),
      '--real',
      String(real),
      '--seed',
      seed,
      '--reconnect-max',
      '5',
    ],
    isReady: (said) => (said.startsWith('fleet ready') ? said : null),
    ...(onLine ? { onLine } : {}),
  })
