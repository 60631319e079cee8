/** Processor time of this process so far, milliseconds: other work on the machine does not count. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return Math.round((user + system) / 1000)
}
