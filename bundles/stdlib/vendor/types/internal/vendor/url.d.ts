export const Url: any
export function parse(url: string, parseQueryString?: boolean, slashesDenoteHost?: boolean): any
export function resolve(from: string, to: string): string
export function resolveObject(from: any, to: any): any
export function format(url: any): string
