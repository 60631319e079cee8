/** Packing a version puts one of `../variants` in the place of this file. */
export { variant } from '../variants/good.ts'
