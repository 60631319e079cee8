/** The compiler finds the missing case; at run time an impossible value is a bug. */
export function never(impossible: never): never {
  throw new Error(`impossible value: ${JSON.stringify(impossible)}`)
}
