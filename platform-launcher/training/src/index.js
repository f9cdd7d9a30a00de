// Touches what most apps touch, so that the JVM knows the classes behind it, and ends.
const { default: process } = await import('socket:process')

try {
  const [fs, os, path] = await Promise.all([
    import('socket:fs/promises'),
    import('socket:os'),
    import('socket:path')
  ])
  const file = path.join(os.tmpdir(), 'socket-training.txt')
  os.platform()
  os.arch()
  os.cpus()
  await fs.writeFile(file, 'training')
  await fs.readFile(file, 'utf8')
  await fs.stat(file)
  await fs.readdir(path.dirname(file))
  await fs.unlink(file)
  console.log('trained')
} catch (error) {
  console.error('training went only so far:', error.message)
}
process.exit(0)
