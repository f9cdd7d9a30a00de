// packages: libsodium-wrappers libsodium
export { default } from 'libsodium-wrappers'
