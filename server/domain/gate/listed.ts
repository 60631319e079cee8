/** The first three by name, the others counted. */
export function listed(devices: readonly { readonly name: string }[]): string {
  const names = devices.slice(0, 3).map((device) => device.name)
  return devices.length > 3 ? `${names.join(', ')} and ${devices.length - 3} more` : names.join(', ')
}
