export { nextTick } from 'socket:internal/next-tick'
export const env = {}
