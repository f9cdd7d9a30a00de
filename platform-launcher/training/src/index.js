// Touches what most apps touch, so that the JVM knows the classes behind it, and ends.
try {
  const [{ default: process }, fs, os, path] = await Promise.all([
    import('socket:process'),
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
  process.exit(0)
} catch (error) {
  console.error('the training page failed:', error.message)
  fetch('ipc://application.exit?value=1')
}
