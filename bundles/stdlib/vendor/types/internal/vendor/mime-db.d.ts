declare const types: Record<string, { source?: string, extensions?: string[], compressible?: boolean, charset?: string }>
export default types
