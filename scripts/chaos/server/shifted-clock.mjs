// Loaded before a server of the campaign: its machine's clock is wrong by CLOCK_SHIFT_MS milliseconds, and jumps when it is told to.
let shift = Number(process.env.CLOCK_SHIFT_MS ?? 0)
const right = Date.now
Date.now = () => right() + shift
globalThis.Date = new Proxy(Date, {
  construct: (real, given) => (given.length === 0 ? new real(real.now()) : Reflect.construct(real, given)),
})
process.on('message', ({ clockShiftMs }) => {
  shift = clockShiftMs
})
// To be told is no reason to live on.
process.channel?.unref()
