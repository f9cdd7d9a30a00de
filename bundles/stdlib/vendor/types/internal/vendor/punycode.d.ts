export function decode(text: string): string
export function encode(text: string): string
export function toASCII(domain: string): string
export function toUnicode(domain: string): string
export function ucs2decode(text: string): number[]
export function ucs2encode(points: number[]): string
