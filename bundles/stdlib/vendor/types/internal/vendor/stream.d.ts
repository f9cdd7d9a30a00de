declare const stream: any
export default stream
export function getDefaultHighWaterMark(objectMode: boolean): number
export function setDefaultHighWaterMark(objectMode: boolean, value: number): void
