export const Buffer: any
